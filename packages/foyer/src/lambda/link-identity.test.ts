import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, beforeEach, describe, test } from "node:test";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SignJWT } from "jose";
import { onboarding } from "../onboarding/onboarding.ts";
import { permissionsOf } from "../onboarding/permissions.ts";
import { claimIdentity } from "../steps/claim-identity.ts";
import { saveUser } from "../steps/save-user.ts";
import { runAlone, testUser } from "../steps/test-run.ts";
import { logLines } from "../test-aws.ts";
import { linkIdentityHandler } from "./link-identity.ts";
import { startIdentity, type TestIdentity } from "./test-identity.ts";

let aws: TestIdentity;
before(async () => {
  aws = await startIdentity();
});
beforeEach(() => aws.local.faults.clear());
after(() => aws.local.stop());

const plain = linkIdentityHandler(onboarding({ linkIdentity: {} }));
const url = (authorization?: string, more: object = {}) => ({
  version: "2.0",
  rawPath: "/",
  headers: { ...(authorization !== undefined && { authorization }), "content-type": "application/json" },
  requestContext: { http: { method: "POST", path: "/" } },
  ...more,
});
type Answer = { statusCode: number; headers: Record<string, string>; body: string };

/** The answer to an HTTP event, its body read, and what was logged. */
async function call(event: object, handler = plain) {
  const { result, lines, text } = await logLines(() => handler(event));
  const { statusCode: status, headers, body } = result as Answer;
  return { status, headers, body: JSON.parse(body), lines, text };
}
async function signedIn(options?: { record?: boolean }) {
  const user = await aws.addUser(options);
  const { IdToken, AccessToken } = await aws.signIn(user.username);
  return { ...user, IdToken, AccessToken };
}

test("a function URL, both kinds of API and an AppSync resolver link the same identity, which is on the record once", async () => {
  const { username, IdToken } = await signedIn();
  const bearer = `Bearer ${IdToken}`;
  const first = await call(url(bearer));
  assert.equal(first.status, 200, JSON.stringify(first.body));
  const { identityId } = first.body;
  assert.match(identityId, /^us-east-1:[0-9a-f-]{36}$/);
  assert.deepEqual(await aws.record(username), { username: { S: username }, plan: { S: "free" }, identityId: { S: identityId } });
  const rest = { version: "1.0", httpMethod: "POST", path: "/identity", headers: { Authorization: bearer }, requestContext: {} };
  const http = url(IdToken, { routeKey: "POST /identity" });
  for (const event of [rest, http]) assert.deepEqual((await call(event)).body, { identityId });
  const appSync = { arguments: {}, identity: { sub: "other" }, request: { headers: { authorization: IdToken } }, info: {} };
  assert.deepEqual(await plain(appSync), { identityId });
});

test("calls at the same time link one identity", async () => {
  const { username, IdToken } = await signedIn();
  const answers = await Promise.all(Array.from({ length: 12 }, () => call(url(IdToken))));
  const ids = new Set(answers.map(({ status, body }) => `${status} ${body.identityId}`));
  assert.deepEqual([...ids], [`200 ${(await aws.record(username))?.identityId?.S}`]);
});

test("who calls is the token's to say: no body, argument, claim or other header is", async () => {
  const [ann, bob] = [await signedIn(), await signedIn()];
  const body = JSON.stringify({ sub: bob.sub, username: bob.username, identityId: "us-east-1:mine" });
  const claims = { authorizer: { jwt: { claims: { sub: bob.sub, "cognito:username": bob.username } } } };
  const event = url(ann.IdToken, { body, requestContext: { http: { method: "POST" }, ...claims } });
  const answer = await call({ ...event, headers: { ...event.headers, "x-sub": bob.sub } });
  assert.equal((await aws.record(ann.username))?.identityId?.S, answer.body.identityId);
  assert.equal((await aws.record(bob.username))?.identityId, undefined);
});

test("where the keys of the pool cannot be had, the caller is told to try again", async () => {
  const { IdToken } = await signedIn();
  // Another pool's verifier in the place of this one's, which would have the keys.
  process.env.FOYER_USER_POOL_ID = "us-east-1_Another02";
  await call(url(IdToken));
  Object.assign(process.env, {
    FOYER_USER_POOL_ID: aws.userPoolId,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: "http://127.0.0.1:9",
  });
  try {
    for (let turn = 0; turn < 2; turn++) {
      const { status, body } = await call(url(IdToken));
      assert.deepEqual([status, body.error], [503, "Unavailable"]);
    }
  } finally {
    delete process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
    process.env.FOYER_USER_POOL_ID = "us-east-1_Another02";
    await call(url(IdToken));
    process.env.FOYER_USER_POOL_ID = aws.userPoolId;
  }
  assert.equal((await call(url(IdToken))).status, 200);
});

describe("one refusal for whoever has no valid ID token", () => {
  const refused = async (event: object) => {
    const { status, headers, body, text } = await call(event);
    const error = { error: "Unauthorized", message: "A valid ID token of this user pool is needed." };
    assert.deepEqual([status, headers["www-authenticate"], body], [401, "Bearer", error]);
    return text;
  };

  test("none, no token, an access token, one of another pool, one unsigned, one changed, one of a stranger", async () => {
    const { sub, username, IdToken, AccessToken } = await signedIn();
    const bob = await signedIn();
    const [header = "", payload = "", signature = ""] = IdToken.split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString());
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const forged = (more: object, withKid: string) =>
      new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: "RS256", kid: withKid }).sign(stranger);
    const tokens = {
      none: undefined,
      empty: "",
      word: "Bearer token",
      access: AccessToken,
      unsigned: `${part({ alg: "none", typ: "JWT" })}.${payload}.`,
      "unsigned with the key's id": `${part({ alg: "none", kid })}.${payload}.${signature}`,
      "swapped sub": `${header}.${part({ ...claims, sub: bob.sub, "cognito:username": bob.username })}.${signature}`,
      "of another user pool": await aws.strangersToken(),
      "signed by a stranger": await forged({}, kid),
      "signed by a stranger's key": await forged({}, "stranger"),
      "of another issuer": await forged({ iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0000" }, kid),
      "of an app client that the identity pool does not know": (await aws.signIn(username, aws.otherClientId)).IdToken,
    };
    for (const [name, token] of Object.entries(tokens)) {
      const text = await refused(url(token)).catch((error) => assert.fail(`${name}: ${error.message}`));
      for (const secret of [sub, username, signature, token].filter((each) => each))
        assert.ok(!text.includes(secret as string), name);
    }
    assert.equal((await aws.record(username))?.identityId, undefined);
    assert.equal((await aws.record(bob.username))?.identityId, undefined);
    assert.equal((await call(url(IdToken))).status, 200, "a key that is not there spoils nothing for the others");
  });

  test("before anybody else is asked", async () => {
    const { IdToken, AccessToken } = await signedIn();
    aws.local.faults.add({ service: "cognito-identity", kind: "error", name: "InternalErrorException" });
    for (const token of [AccessToken, `${IdToken}x`, await aws.strangersToken()]) await refused(url(token));
    assert.equal((await call(url(IdToken))).status, 500, "the identity pool is out of order");
  });

  test("one that has expired", async (context) => {
    const { IdToken } = await signedIn();
    context.mock.timers.enable({ apis: ["Date"], now: Date.now() + 3_700_000 });
    await refused(url(IdToken));
  });

  test("also the first of a process, which knows no keys yet", async () => {
    const stranger = await aws.strangersToken();
    process.env.FOYER_USER_POOL_ID = "us-east-1_Another01";
    try {
      await refused(url("Bearer a.b.c"));
      await refused(url(stranger));
    } finally {
      process.env.FOYER_USER_POOL_ID = aws.userPoolId;
    }
  });

  test("AppSync is told by an error with the same text", async () => {
    const event = { arguments: {}, request: { headers: { Authorization: "no token" } } };
    const thrown = await logLines(() =>
      assert.rejects(async () => plain(event), { name: "Unauthorized", message: /^A valid ID token/ }),
    );
    assert.equal(thrown.lines.length, 1);
  });
});

test("a record that names another identity stays as it is, and the call is told of the conflict", async () => {
  const { username, IdToken } = await signedIn();
  const { identityId } = (await call(url(IdToken))).body;
  await aws.local.call("cognito-identity", "DeleteIdentities", { IdentityIdsToDelete: [identityId] });
  const answer = await call(url(IdToken));
  assert.deepEqual([answer.status, answer.body.error], [409, "IdentityConflict"]);
  assert.ok(!JSON.stringify(answer.body).includes(identityId));
  assert.equal((await aws.record(username))?.identityId?.S, identityId);
  assert.deepEqual([answer.lines[0]?.level, answer.lines[0]?.message], ["error", "the user's record names another identity"]);
});

test("without a record it makes none: saveUser's attributes would be missing", async () => {
  const { username, IdToken } = await signedIn({ record: false });
  const { status, body } = await call(url(IdToken));
  assert.deepEqual([status, body.error], [404, "NoRecord"]);
  assert.equal(await aws.record(username), undefined);
});

test("the record's table, key and attribute are the file's to say", async () => {
  const key = { username: ({ userName }: { userName: string }) => userName };
  const handler = linkIdentityHandler(onboarding({ linkIdentity: { table: "cognito_users", key, attribute: "identityToken" } }));
  const { username, IdToken } = await signedIn();
  const { identityId } = (await call(url(IdToken), handler)).body;
  assert.deepEqual((await aws.record(username))?.identityToken, { S: identityId });
});

test("info.txt is put once under the identity's prefix, and what is there is never overwritten", async () => {
  const handler = linkIdentityHandler(onboarding({ linkIdentity: { infoFile: true } }));
  const { sub, IdToken } = await signedIn();
  const { identityId } = (await call(url(IdToken), handler)).body;
  const s3 = new S3Client();
  const place = { Bucket: "files", Key: `private/${identityId}/info.txt` };
  const read = async () => (await s3.send(new GetObjectCommand(place))).Body?.transformToString();
  assert.equal(await read(), `identityId: ${identityId}\nsub: ${sub}\n`);
  await s3.send(new PutObjectCommand({ ...place, Body: "the user's own" }));
  assert.deepEqual((await call(url(IdToken), handler)).body, { identityId });
  assert.equal(await read(), "the user's own");
});

test("what fails on the way says nothing to the caller, and the next call mends it", async () => {
  const { IdToken } = await signedIn();
  aws.local.faults.add({ service: "dynamodb", operation: "UpdateItem", kind: "error", name: "InternalServerError" });
  const failed = await call(url(IdToken));
  assert.deepEqual([failed.status, failed.body.error], [500, "InternalError"]);
  assert.equal(failed.lines[0]?.level, "error");
  aws.local.faults.clear();
  assert.equal((await call(url(IdToken))).status, 200);
});

test("it is asked by POST, and by events that it knows", async () => {
  const got = await call(url("x", { requestContext: { http: { method: "GET" } } }));
  assert.deepEqual([got.status, got.headers.allow], [405, "POST"]);
  for (const event of [undefined, null, "text", {}, { Records: [] }])
    await assert.rejects(async () => plain(event), { name: "UnknownEvent" });
});

describe("with claimIdentity", () => {
  const claim = claimIdentity({ provider: "users.acme.com" });
  const handler = linkIdentityHandler(onboarding({ beforeFirstSignIn: { record: saveUser(), claim }, linkIdentity: {} }));
  const confirmed = ({ sub, username }: { sub: string; username: string }) => ({ ...testUser({ sub }), sub, userName: username });

  test("the identity is on the record before the first sign-in, and the sign-in is tied to it", async () => {
    const user = await aws.addUser();
    const result = (await runAlone(claim, confirmed(user))) as { identityId: string };
    assert.deepEqual(await runAlone(claim, confirmed(user)), result, "it converges");
    assert.equal((await aws.record(user.username))?.identityId?.S, result.identityId);
    const { IdToken } = await aws.signIn(user.username);
    assert.deepEqual((await call(url(IdToken), handler)).body, result);
    const Logins = { [`cognito-idp.us-east-1.amazonaws.com/${aws.userPoolId}`]: IdToken };
    const asked = { IdentityPoolId: aws.identityPoolId, Logins };
    assert.deepEqual(await aws.local.call("cognito-identity", "GetId", asked), { IdentityId: result.identityId });
  });

  test("a page that asked the identity pool by itself first has another identity, which is a conflict", async () => {
    const user = await aws.addUser();
    await runAlone(claim, confirmed(user));
    const { IdToken } = await aws.signIn(user.username);
    const Logins = { [`cognito-idp.us-east-1.amazonaws.com/${aws.userPoolId}`]: IdToken };
    await aws.local.call("cognito-identity", "GetId", { IdentityPoolId: aws.identityPoolId, Logins });
    const { status, body } = await call(url(IdToken), handler);
    assert.deepEqual([status, body.error], [409, "IdentityConflict"]);
  });
});

test("its permissions are those that the file needs", () => {
  const place = { "AWS::Partition": "aws", "AWS::Region": "eu-west-1", "AWS::AccountId": "111122223333", Bucket: "files" };
  const claim = claimIdentity({ provider: "users.acme.com" });
  const statements = (definition: Parameters<typeof onboarding>[0]) =>
    permissionsOf(onboarding(definition), "link-identity", { ...place, IdentityPoolId: "eu-west-1:1" } as never).map(
      ({ Sid, Action, Resource }) => [Sid, ...Action, ...Resource],
    );
  const table = ["Record", "dynamodb:UpdateItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/people"];
  assert.deepEqual(statements({ linkIdentity: { table: "people" } }).slice(1), [table]);
  assert.deepEqual(statements({ afterwards: { claim }, linkIdentity: { table: "people", infoFile: true } }).slice(1), [
    table,
    ["InfoFile", "s3:PutObject", "arn:aws:s3:::files/private/*/info.txt"],
    [
      "Claim",
      "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
      "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:1",
    ],
  ]);
});
