import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CognitoIdentityClient, GetIdCommand, GetOpenIdTokenCommand } from "@aws-sdk/client-cognito-identity";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { configuration } from "../../iam/test-iam.ts";
import { startIdentity, type TestUserPool } from "../test-identity.ts";

let aws: Awaited<ReturnType<typeof startIdentity>>;
let userPool: TestUserPool;
let sts: STSClient;
before(async () => {
  aws = await startIdentity();
  userPool = await aws.createUserPool();
  sts = new STSClient(configuration(aws.local));
});
after(async () => {
  sts.destroy();
  await aws.stop();
  assert.deepEqual(aws.failures, []);
});

const logins = (IdToken: string) => ({ [userPool.provider]: IdToken });

/** A pool that lets clients assume roles by themselves, and a token of one of its users. */
async function tokenOf(name: string) {
  const pool = await aws.createPool([userPool], { AllowClassicFlow: true, AllowUnauthenticatedIdentities: true });
  await aws.setTags(pool, userPool, { who: "sub" });
  const { IdToken } = await aws.signIn(userPool, name);
  const IdentityId = await aws.getId(pool, logins(IdToken));
  const answer = await aws.identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins: logins(IdToken) }));
  const { sub } = JSON.parse(Buffer.from(IdToken.split(".")[1] ?? "", "base64url").toString("utf8"));
  return { pool, IdentityId, token: answer.Token as string, sub: sub as string };
}

const assume = (RoleArn: string, WebIdentityToken: string) =>
  sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: "web", WebIdentityToken }));

describe("the token of an identity", () => {
  it("is verified by jose with the keys that are shown, and good for ten minutes", async () => {
    const { pool, IdentityId, token, sub } = await tokenOf("ann");
    const configured = (await (await fetch(`${aws.local.url}/.well-known/openid-configuration`)).json()) as {
      issuer: string;
      jwks_uri: string;
    };
    const keys = createRemoteJWKSet(new URL(configured.jwks_uri));
    const { payload, protectedHeader } = await jwtVerify(token, keys, { issuer: configured.issuer, audience: pool });
    assert.deepEqual(
      [protectedHeader.alg, payload.sub, payload.iss],
      ["RS512", IdentityId, "https://cognito-identity.amazonaws.com"],
    );
    assert.equal(Number(payload.exp) - Number(payload.iat), 600);
    assert.deepEqual(payload["https://aws.amazon.com/tags"], { principal_tags: { who: [sub] } });
    assert.deepEqual((payload.amr as string[]).slice(0, 2), ["authenticated", userPool.provider]);
  });

  it("assumes a role at STS that trusts the pool, with the tags of the user", async () => {
    const { pool, IdentityId, token, sub } = await tokenOf("bob");
    const answer = await assume(await aws.createRole("classic", pool), token);
    assert.deepEqual(
      [answer.Provider, answer.Audience, answer.SubjectFromWebIdentityToken],
      ["cognito-identity.amazonaws.com", pool, IdentityId],
    );
    assert.deepEqual(aws.local.iam.sessions.of(answer.Credentials?.AccessKeyId ?? "")?.tags, { who: sub });
    const guests = await aws.createRole("classic-guests", pool, { amr: "unauthenticated" });
    await assert.rejects(assume(guests, token), {
      name: "AccessDenied",
      message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    });
  });

  it("is no login: neither a user's nor a guest's makes anybody a user", async () => {
    const { pool, IdentityId, token } = await tokenOf("cat");
    const own = "cognito-identity.amazonaws.com";
    const refused = { name: "NotAuthorizedException", message: "Invalid login token. Can't pass in a Cognito token." };
    await assert.rejects(aws.getId(pool, { [own]: token }), refused);
    await assert.rejects(aws.getId(pool, logins(token)), refused);
    const guest = await aws.getId(pool);
    const { Token = "" } = await aws.identity.send(new GetOpenIdTokenCommand({ IdentityId: guest }));
    const noMatch = { name: "NotAuthorizedException", message: /^Logins don't match\./ };
    await assert.rejects(aws.credentials(guest, { [own]: Token }), noMatch);
    await assert.rejects(aws.credentials(guest, { [own]: token }), noMatch);
    await assert.rejects(aws.credentials(IdentityId, { [own]: Token }), noMatch);
  });

  it("is refused by STS when it is forged, expired, or of somebody else", async () => {
    const { pool, token } = await tokenOf("dan");
    const role = await aws.createRole("classic-refused", pool);
    const [head, payload = "", signature] = token.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const swapped = Buffer.from(JSON.stringify({ ...claims, sub: "us-east-1:0" })).toString("base64url");
    await assert.rejects(assume(role, `${head}.${swapped}.${signature}`), { name: "InvalidIdentityTokenException" });
    await assert.rejects(assume(role, (await aws.signIn(userPool, "dan")).IdToken), {
      message: `No OpenIDConnect provider found in your account for https://${userPool.provider}`,
    });
    aws.local.clock.advance(600_000);
    await assert.rejects(assume(role, token), { name: "ExpiredTokenException" });
  });
});

describe("a browser", () => {
  it("calls the public operations unsigned, from a page of another port", async () => {
    const pool = await aws.createPool([userPool], { AllowUnauthenticatedIdentities: true });
    const headers = {
      origin: "http://localhost:5173",
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityService.GetId",
    };
    const preflight = await fetch(aws.local.url, {
      method: "OPTIONS",
      headers: {
        origin: headers.origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-amz-target",
      },
    });
    assert.equal(preflight.status, 204);
    const answer = await fetch(aws.local.url, { method: "POST", headers, body: JSON.stringify({ IdentityPoolId: pool }) });
    assert.deepEqual([answer.status, answer.headers.get("access-control-allow-origin")], [200, headers.origin]);
    assert.match(((await answer.json()) as { IdentityId: string }).IdentityId, /^us-east-1:/);
    const list = { ...headers, "x-amz-target": "AWSCognitoIdentityService.ListIdentityPools" };
    const refused = await fetch(aws.local.url, { method: "POST", headers: list, body: JSON.stringify({ MaxResults: 1 }) });
    assert.equal(refused.headers.get("x-amzn-errortype"), "MissingAuthenticationTokenException:");
  });

  it("needs no credentials for the SDK's client", async () => {
    const pool = await aws.createPool([userPool], { AllowUnauthenticatedIdentities: true });
    const client = new CognitoIdentityClient({ endpoint: aws.local.url, region: "us-east-1", maxAttempts: 1 });
    assert.match((await client.send(new GetIdCommand({ IdentityPoolId: pool }))).IdentityId ?? "", /^us-east-1:/);
    client.destroy();
  });
});
