import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DescribeIdentityCommand,
  GetOpenIdTokenForDeveloperIdentityCommand,
  type GetOpenIdTokenForDeveloperIdentityInput,
  LookupDeveloperIdentityCommand,
  MergeDeveloperIdentitiesCommand,
  UnlinkDeveloperIdentityCommand,
} from "@aws-sdk/client-cognito-identity";
import { startIdentity, type TestUserPool } from "../test-identity.ts";

const provider = "users.example.com";
const own = "cognito-identity.amazonaws.com";
let aws: Awaited<ReturnType<typeof startIdentity>>;
let userPool: TestUserPool;
let pool: string;
before(async () => {
  aws = await startIdentity();
  userPool = await aws.createUserPool();
  pool = await aws.createPool([userPool], { DeveloperProviderName: provider });
  await aws.setRoles(pool, { authenticated: await aws.createRole("developers-users", pool) });
});
after(async () => {
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const ask = async (user: string, more: Partial<GetOpenIdTokenForDeveloperIdentityInput> = {}) => {
  const { Logins, ...rest } = more;
  const input = { IdentityPoolId: pool, Logins: { [provider]: user, ...Logins }, ...rest };
  const { IdentityId = "", Token = "" } = await aws.identity.send(new GetOpenIdTokenForDeveloperIdentityCommand(input));
  return { IdentityId, Token };
};
const signIn = async (name: string) => ({ [userPool.provider]: (await aws.signIn(userPool, name)).IdToken });
const lookup = (by: { IdentityId?: string; DeveloperUserIdentifier?: string }, MaxResults = 10, NextToken?: string) =>
  aws.identity.send(new LookupDeveloperIdentityCommand({ IdentityPoolId: pool, MaxResults, NextToken, ...by }));

describe("a user whom the developer vouches for", () => {
  it("has one identity, and credentials by the token for it alone", async () => {
    const ann = await ask("ann");
    assert.equal((await ask("ann")).IdentityId, ann.IdentityId);
    const bob = await ask("bob", { PrincipalTags: { plan: "gold" } });
    assert.notEqual(bob.IdentityId, ann.IdentityId);
    const answer = await aws.credentials(bob.IdentityId, { [own]: bob.Token });
    const session = aws.local.iam.sessions.of(answer.Credentials.AccessKeyId);
    assert.deepEqual(session?.tags, { plan: "gold" });
    assert.deepEqual(session?.context?.[`${own}:amr`]?.slice(0, 2), ["authenticated", provider]);
    await assert.rejects(aws.credentials(ann.IdentityId, { [own]: bob.Token }), { message: /^Logins don't match\./ });
    await assert.rejects(aws.getId(pool, { [provider]: "ann" }), {
      name: "NotAuthorizedException",
      message: "Token is not from a supported provider of this identity pool.",
    });
  });

  it("gets a token for as long as is asked, a quarter of an hour by default", async () => {
    const lifeOf = ({ Token }: { Token: string }) => {
      const { exp, iat } = JSON.parse(Buffer.from(Token.split(".")[1] ?? "", "base64url").toString("utf8"));
      return exp - iat;
    };
    assert.equal(lifeOf(await ask("cat")), 900);
    assert.equal(lifeOf(await ask("cat", { TokenDuration: 86_400 })), 86_400);
    await assert.rejects(ask("cat", { TokenDuration: 86_401 }), {
      message: /'tokenDuration' failed to satisfy constraint: Member must have value less than or equal to 86400/,
    });
    const short = await ask("cat", { TokenDuration: 60 });
    aws.local.clock.advance(60_000);
    await assert.rejects(aws.credentials(short.IdentityId, { [own]: short.Token }), {
      message: /^Invalid login token\. Token expired/,
    });
  });

  it("keeps the identity when signing in to the user pool, once the developer has linked the two", async () => {
    const Logins = await signIn("dan");
    const { IdentityId } = await ask("dan");
    assert.equal((await ask("dan", { IdentityId, Logins })).IdentityId, IdentityId);
    assert.equal(await aws.getId(pool, Logins), IdentityId);
    const described = await aws.identity.send(new DescribeIdentityCommand({ IdentityId }));
    assert.deepEqual(described.Logins, [userPool.provider, provider]);
  });

  it("is not given what is another user's", async () => {
    const eve = await ask("eve");
    const { IdentityId } = await ask("fay");
    await assert.rejects(ask("eve", { IdentityId }), { name: "DeveloperUserAlreadyRegisteredException" });
    const Logins = await signIn("gus");
    const gus = await aws.getId(pool, Logins);
    await assert.rejects(ask("eve", { Logins }), { name: "ResourceConflictException" });
    assert.equal(await aws.getId(pool, Logins), gus);
    assert.equal((await ask("eve")).IdentityId, eve.IdentityId);
    const elsewhere = await aws.createPool([], { DeveloperProviderName: provider });
    await assert.rejects(ask("new", { IdentityPoolId: elsewhere, IdentityId }), {
      message: `Access to Identity '${IdentityId}' is forbidden.`,
    });
    const without = await aws.createPool([userPool]);
    await assert.rejects(ask("eve", { IdentityPoolId: without }), { name: "InvalidParameterException" });
  });

  it("is looked up by either name", async () => {
    const { IdentityId } = await ask("hal");
    await ask("hal-2", { IdentityId });
    await ask("hal-3", { IdentityId });
    assert.equal((await lookup({ DeveloperUserIdentifier: "hal-2" })).IdentityId, IdentityId);
    const first = await lookup({ IdentityId }, 2);
    const second = await lookup({ IdentityId }, 2, first.NextToken);
    assert.deepEqual(
      [first.DeveloperUserIdentifierList, second.DeveloperUserIdentifierList, second.NextToken],
      [["hal", "hal-2"], ["hal-3"], undefined],
    );
    await assert.rejects(lookup({ DeveloperUserIdentifier: "nobody" }), { name: "ResourceNotFoundException" });
    const other = (await ask("ida")).IdentityId;
    await assert.rejects(lookup({ IdentityId: other, DeveloperUserIdentifier: "hal" }), { name: "ResourceConflictException" });
  });

  it("is one with another after they are merged", async () => {
    const [old, kept] = [await ask("jan-old"), await ask("jan")];
    const merge = (SourceUserIdentifier: string, DestinationUserIdentifier: string) =>
      aws.identity.send(
        new MergeDeveloperIdentitiesCommand({
          IdentityPoolId: pool,
          DeveloperProviderName: provider,
          SourceUserIdentifier,
          DestinationUserIdentifier,
        }),
      );
    assert.equal((await merge("jan-old", "jan")).IdentityId, kept.IdentityId);
    assert.equal((await ask("jan-old")).IdentityId, kept.IdentityId);
    await assert.rejects(aws.credentials(old.IdentityId, { [own]: old.Token }), {
      message: `Access to Identity '${old.IdentityId}' is forbidden.`,
    });
    const linked = async (name: string) => ask(name, { Logins: await signIn(name) });
    await linked("kay");
    await linked("lou");
    await assert.rejects(merge("kay", "lou"), { name: "ResourceConflictException" });
  });

  it("comes as a new identity after being unlinked, and the old one is nobody's", async () => {
    const { IdentityId, Token } = await ask("mia");
    const unlink = { IdentityId, IdentityPoolId: pool, DeveloperProviderName: provider, DeveloperUserIdentifier: "mia" };
    await aws.identity.send(new UnlinkDeveloperIdentityCommand(unlink));
    await assert.rejects(aws.identity.send(new UnlinkDeveloperIdentityCommand(unlink)), { name: "ResourceNotFoundException" });
    await assert.rejects(aws.credentials(IdentityId, { [own]: Token }), {
      message: `Access to Identity '${IdentityId}' is forbidden.`,
    });
    assert.notEqual((await ask("mia")).IdentityId, IdentityId);
  });
});
