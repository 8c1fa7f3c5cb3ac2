import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DeleteIdentitiesCommand,
  DescribeIdentityCommand,
  GetOpenIdTokenCommand,
  ListIdentitiesCommand,
  UnlinkIdentityCommand,
} from "@aws-sdk/client-cognito-identity";
import { startIdentity, type TestUserPool } from "./test-identity.ts";

let aws: Awaited<ReturnType<typeof startIdentity>>;
let userPool: TestUserPool;
before(async () => {
  aws = await startIdentity();
  userPool = await aws.createUserPool();
});
after(async () => {
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const notAuthorized = (message: string) => ({ name: "NotAuthorizedException", message });
const unsupported = notAuthorized("Token is not from a supported provider of this identity pool.");
const loginsDoNotMatch = notAuthorized(
  "Logins don't match. Please include at least one valid login for this identity or identity pool.",
);
const logins = (IdToken: string) => ({ [userPool.provider]: IdToken });

describe("a user's identity", () => {
  it("is the same for ever, also for those who ask at once, and another one in another pool", async () => {
    const pool = await aws.createPool([userPool]);
    const { IdToken } = await aws.signIn(userPool, "ann");
    const ids = await Promise.all(Array.from({ length: 8 }, () => aws.getId(pool, logins(IdToken))));
    assert.equal(new Set(ids).size, 1);
    assert.match(ids[0] as string, /^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    aws.local.clock.advance(86_400_000 * 400);
    assert.equal(await aws.getId(pool, logins((await aws.signIn(userPool, "ann")).IdToken)), ids[0]);
    assert.notEqual(await aws.getId(pool, logins((await aws.signIn(userPool, "bob")).IdToken)), ids[0]);
    assert.notEqual(
      await aws.getId(await aws.createPool([userPool]), logins((await aws.signIn(userPool, "ann")).IdToken)),
      ids[0],
    );
    const { Logins } = await aws.identity.send(new DescribeIdentityCommand({ IdentityId: ids[0] }));
    assert.deepEqual(Logins, [userPool.provider]);
  });

  it("is another one after it was deleted", async () => {
    const pool = await aws.createPool([userPool]);
    const { IdToken } = await aws.signIn(userPool, "ann");
    const id = await aws.getId(pool, logins(IdToken));
    await aws.identity.send(new DeleteIdentitiesCommand({ IdentityIdsToDelete: [id] }));
    const message = `Identity '${id}' not found.`;
    await assert.rejects(aws.credentials(id, logins(IdToken)), { name: "ResourceNotFoundException", message });
    assert.notEqual(await aws.getId(pool, logins(IdToken)), id);
  });

  it("is listed by pages", async () => {
    const pool = await aws.createPool([userPool]);
    const ids = await Promise.all(
      ["ann", "bob", "cat"].map(async (name) => aws.getId(pool, logins((await aws.signIn(userPool, name)).IdToken))),
    );
    const first = await aws.identity.send(new ListIdentitiesCommand({ IdentityPoolId: pool, MaxResults: 2 }));
    const { NextToken } = first;
    const second = await aws.identity.send(new ListIdentitiesCommand({ IdentityPoolId: pool, MaxResults: 2, NextToken }));
    const listed = [...(first.Identities ?? []), ...(second.Identities ?? [])].map(({ IdentityId }) => IdentityId);
    assert.deepEqual([listed, second.NextToken], [ids.sort(), undefined]);
  });

  it("can be used by nobody once its only login was taken from it", async () => {
    const pool = await aws.createPool([userPool], { AllowUnauthenticatedIdentities: true });
    const { IdToken } = await aws.signIn(userPool, "ann");
    const IdentityId = await aws.getId(pool, logins(IdToken));
    const remove = { IdentityId, Logins: logins(IdToken), LoginsToRemove: [userPool.provider] };
    await assert.rejects(aws.identity.send(new UnlinkIdentityCommand({ ...remove, Logins: {} })), loginsDoNotMatch);
    await aws.identity.send(new UnlinkIdentityCommand(remove));
    const forbidden = notAuthorized(`Access to Identity '${IdentityId}' is forbidden.`);
    await assert.rejects(aws.credentials(IdentityId), forbidden);
    await assert.rejects(aws.credentials(IdentityId, logins((await aws.signIn(userPool, "bob")).IdToken)), forbidden);
    assert.notEqual(await aws.getId(pool, logins(IdToken)), IdentityId);
  });
});

describe("a guest", () => {
  it("is let in only where the pool says so", async () => {
    const closed = await aws.createPool([userPool]);
    await assert.rejects(aws.getId(closed), notAuthorized("Unauthenticated access is not supported for this identity pool."));
    const open = await aws.createPool([userPool], { AllowUnauthenticatedIdentities: true });
    assert.notEqual(await aws.getId(open), await aws.getId(open));
  });

  it("does not get a user's identity by its id", async () => {
    const pool = await aws.createPool([userPool], { AllowUnauthenticatedIdentities: true });
    const id = await aws.getId(pool, logins((await aws.signIn(userPool, "ann")).IdToken));
    await assert.rejects(aws.credentials(id), notAuthorized(`Access to Identity '${id}' is forbidden.`));
    await assert.rejects(aws.credentials(id, logins((await aws.signIn(userPool, "bob")).IdToken)), loginsDoNotMatch);
  });

  it("keeps the identity at the first sign-in, and gives it up for the one that the user has", async () => {
    const pool = await aws.createPool([userPool], { AllowUnauthenticatedIdentities: true });
    await aws.setRoles(pool, { authenticated: await aws.createRole(`users-${pool.slice(-12)}`, pool) });
    const { IdToken } = await aws.signIn(userPool, "ann");
    const guest = await aws.getId(pool);
    assert.equal((await aws.credentials(guest, logins(IdToken))).IdentityId, guest);
    assert.equal(await aws.getId(pool, logins(IdToken)), guest);
    const second = await aws.getId(pool);
    assert.equal((await aws.credentials(second, logins(IdToken))).IdentityId, guest);
    await assert.rejects(aws.credentials(second), notAuthorized(`Access to Identity '${second}' is forbidden.`));
    const all = { IdentityPoolId: pool, MaxResults: 60 };
    const enabled = await aws.identity.send(new ListIdentitiesCommand({ ...all, HideDisabled: true }));
    assert.deepEqual(
      enabled.Identities?.map(({ IdentityId }) => IdentityId),
      [guest],
    );
  });
});

describe("a login", () => {
  it("has to be an ID token of a client that the pool knows", async () => {
    const pool = await aws.createPool([userPool]);
    const { AccessToken } = await aws.signIn(userPool, "ann");
    await assert.rejects(
      aws.getId(pool, logins(AccessToken)),
      notAuthorized("Invalid login token. Missing a required claim: aud"),
    );
    const otherClient = { ...userPool, ClientId: await aws.createClient(userPool.UserPoolId) };
    await assert.rejects(aws.getId(pool, logins((await aws.signIn(otherClient, "ann")).IdToken)), unsupported);
    await assert.rejects(
      aws.getId(pool, logins("no-token")),
      notAuthorized("Invalid login token. Not a valid OpenId Connect identity token."),
    );
  });

  it("has to be of the user pool that it is given for, and of one that the pool knows", async () => {
    const pool = await aws.createPool([userPool]);
    const other = await aws.createUserPool();
    const { IdToken } = await aws.signIn(other, "ann");
    await assert.rejects(
      aws.getId(pool, logins(IdToken)),
      notAuthorized("Invalid login token. Issuer doesn't match providerName"),
    );
    await assert.rejects(aws.getId(pool, { [other.provider]: IdToken }), unsupported);
    await assert.rejects(aws.getId(pool, { "graph.facebook.com": "x" }), unsupported);
    const guestsOnly = await aws.createPool([], { AllowUnauthenticatedIdentities: true });
    await assert.rejects(aws.getId(guestsOnly, logins(IdToken)), loginsDoNotMatch);
  });

  it("has to be signed by the user pool, as it is", async () => {
    const pool = await aws.createPool([userPool]);
    const [head, payload = "", signature] = (await aws.signIn(userPool, "ann")).IdToken.split(".");
    const forged = notAuthorized("Invalid login token. Token signature invalid.");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const swapped = Buffer.from(JSON.stringify({ ...claims, sub: "bob" })).toString("base64url");
    await assert.rejects(aws.getId(pool, logins(`${head}.${swapped}.${signature}`)), forged);
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    await assert.rejects(aws.getId(pool, logins(`${none}.${swapped}.`)), forged);
    await assert.rejects(aws.getId(pool, logins(`${none}.${payload}.${signature}`)), forged);
  });

  it("is good until it expires", async () => {
    const pool = await aws.createPool([userPool]);
    const { IdToken } = await aws.signIn(userPool, "ann");
    aws.local.clock.advance(3_590_000);
    await aws.getId(pool, logins(IdToken));
    aws.local.clock.advance(10_000);
    await assert.rejects(aws.getId(pool, logins(IdToken)), {
      name: "NotAuthorizedException",
      message: /^Invalid login token\. Token expired: \d+ >= \d+$/,
    });
  });
});

describe("the classic flow", () => {
  it("is closed unless the pool opens it", async () => {
    const pool = await aws.createPool([userPool]);
    const { IdToken } = await aws.signIn(userPool, "ann");
    const IdentityId = await aws.getId(pool, logins(IdToken));
    await assert.rejects(aws.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins: logins(IdToken) })), {
      name: "InvalidParameterException",
      message: "Basic (classic) flow is not enabled, please use enhanced flow.",
    });
  });
});
