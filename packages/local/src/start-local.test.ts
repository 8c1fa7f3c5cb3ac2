import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { ServedCall } from "./endpoint/work.ts";
import type { LocalAws } from "./local-aws.ts";
import { startLocal } from "./start-local.ts";
import { deploy } from "./test-functions.ts";

const Password = "Correct-horse-7";
const Username = "ada@acme.com";

/** A pool with a client, and the SDK for it. */
async function pool(local: LocalAws, context: TestContext, LambdaConfig: Record<string, string> = {}) {
  const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", {
    PoolName: "main",
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
    LambdaConfig,
  })) as { UserPool: { Id: string; Arn: string } };
  const { UserPoolClient } = (await local.call("cognito-idp", "CreateUserPoolClient", {
    UserPoolId: UserPool.Id,
    ClientName: "web",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  })) as { UserPoolClient: { ClientId: string } };
  const client = new CognitoIdentityProviderClient({
    region: "us-east-1",
    endpoint: local.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  context.after(() => client.destroy());
  const { ClientId } = UserPoolClient;
  const signUp = () => client.send(new SignUpCommand({ ClientId, Username, Password }));
  const code = async () => (await local.inbox.next({ to: Username })).code;
  const confirm = async (ConfirmationCode: string | undefined) =>
    client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  return { userPoolId: UserPool.Id, userPoolArn: UserPool.Arn, ClientId, client, signUp, code, confirm };
}

test("codes and tokens expire by the clock", async (context) => {
  const local = await startLocal();
  context.after(() => local.stop());
  const { client, ClientId, userPoolId, signUp, code, confirm } = await pool(local, context);
  await signUp();
  const sent = await code();
  local.clock.advance(24 * 3_600_000 + 1000);
  await assert.rejects(confirm(sent), { name: "ExpiredCodeException" });
  await local.call("cognito-idp", "AdminConfirmSignUp", { UserPoolId: userPoolId, Username });
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );
  const AccessToken = AuthenticationResult?.AccessToken;
  await client.send(new GetUserCommand({ AccessToken }));
  local.clock.advance(3_600_000);
  await assert.rejects(client.send(new GetUserCommand({ AccessToken })), { name: "NotAuthorizedException" });
  const refresh = new InitiateAuthCommand({
    ClientId,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? "" },
  });
  await client.send(refresh);
  local.clock.advance(30 * 86_400_000);
  await assert.rejects(client.send(refresh), { name: "NotAuthorizedException" });
});

test("an asynchronous retry follows the clock, and POST /_foyer/clock moves to the next one", async (context) => {
  const local = await startLocal();
  context.after(() => local.stop());
  deploy(local, "fails", "export const handler = async () => { throw new Error('not yet'); };");
  const attempts = () => local.functions.logs().filter(({ text }) => text.startsWith("START")).length;
  local.functions.invokeLater({ functionName: "fails", payload: "{}" });
  for (const [attempt, waitMs] of [
    [1, 60_000],
    [2, 120_000],
  ] as const) {
    await local.idle();
    assert.equal(attempts(), attempt);
    const before = local.clock.now();
    const answer = await fetch(`${local.url}/_foyer/clock`, { method: "POST", body: '{"to":"next"}' });
    assert.equal(answer.status, 200);
    const moved = local.clock.now() - before;
    assert.ok(moved > waitMs - 5000 && moved < waitMs + 5000, `${moved}`);
  }
  await local.idle();
  assert.deepEqual([attempts(), local.nextDueAt()], [3, undefined]);
  assert.equal((await fetch(`${local.url}/_foyer/clock`, { method: "POST", body: '{"to":"next"}' })).status, 409);
});

test("what a key has encrypted is read after a restart", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-keys-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const before = await startLocal({ dataDir });
  const { KeyMetadata } = (await before.call("kms", "CreateKey", {})) as { KeyMetadata: { Arn: string } };
  const Plaintext = Buffer.from("secret");
  const sealed = (await before.call("kms", "Encrypt", { KeyId: KeyMetadata.Arn, Plaintext })) as { CiphertextBlob: Uint8Array };
  await before.stop();
  const after = await startLocal({ dataDir });
  context.after(() => after.stop());
  const { CiphertextBlob } = sealed;
  const opened = (await after.call("kms", "Decrypt", { CiphertextBlob })) as { KeyId: string; Plaintext: Uint8Array };
  assert.deepEqual([opened.KeyId, Buffer.from(opened.Plaintext).toString()], [KeyMetadata.Arn, "secret"]);
});

test("idle() rejects when functions stay busy for longer than it may take", async (context) => {
  const local = await startLocal();
  context.after(() => local.stop());
  await local.idle();
  deploy(local, "endless", "export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));", {
    timeoutSeconds: 60,
  });
  local.functions.invoke({ functionName: "endless", payload: "{}" }).catch(() => {});
  await assert.rejects(local.idle({ timeoutMs: 30 }), /functions are still busy after 30 ms/);
});

test("twenty local AWSs in one process do not disturb each other", { timeout: 30_000 }, async (context) => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on("warning", warned);
  context.after(() => process.off("warning", warned));
  const locals = await Promise.all(Array.from({ length: 20 }, () => startLocal()));
  assert.equal(new Set(locals.map(({ url }) => url)).size, 20);
  // The same user everywhere; one instance is three days ahead, one throttles, one is reset half-way.
  locals[3]?.clock.advance(3 * 86_400_000);
  locals[5]?.faults.add({ service: "cognito-idp", operation: "ConfirmSignUp", kind: "throttle" });
  const outcomes = await Promise.all(
    locals.map(async (local, index) => {
      deploy(local, "trigger", `export const handler = async (event) => { console.log("instance ${index}"); return event; };`);
      const { FunctionArn } = (await local.call("lambda", "GetFunctionConfiguration", { FunctionName: "trigger" })) as {
        FunctionArn: string;
      };
      const { userPoolId, userPoolArn, client, signUp, code, confirm } = await pool(local, context, {
        PostConfirmation: FunctionArn,
      });
      await local.call("lambda", "AddPermission", {
        FunctionName: "trigger",
        StatementId: "cognito",
        Action: "lambda:InvokeFunction",
        Principal: "cognito-idp.amazonaws.com",
        SourceArn: userPoolArn,
      });
      const { UserSub = "" } = await signUp();
      const sent = await code();
      if (index === 7) await local.reset();
      const refused = await confirm(sent).then(
        () => undefined,
        (error: Error) => error.name,
      );
      const user = await client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username })).catch(() => undefined);
      return {
        refused,
        status: user?.UserStatus,
        mails: local.inbox.list().length,
        triggers: local.timeline(UserSub).triggers.map(({ outcome }) => outcome),
        lines: local.functions.logs().flatMap(({ text }) => /instance \d+/.exec(text)?.[0] ?? []),
        aheadMs: local.clock.aheadMs,
      };
    }),
  );
  for (const [index, outcome] of outcomes.entries()) {
    const isConfirmed = index !== 5 && index !== 7;
    assert.deepEqual(
      outcome,
      {
        refused: index === 5 ? "TooManyRequestsException" : index === 7 ? outcome.refused : undefined,
        status: index === 5 ? "UNCONFIRMED" : isConfirmed ? "CONFIRMED" : undefined,
        mails: index === 7 ? 0 : 1,
        triggers: isConfirmed ? ["ok"] : [],
        lines: isConfirmed ? [`instance ${index}`] : [],
        aheadMs: index === 3 ? 3 * 86_400_000 : 0,
      },
      `instance ${index}`,
    );
  }
  assert.match(outcomes[7]?.refused ?? "", /^(UserNotFound|ExpiredCode|CodeMismatch)Exception$/);
  await Promise.all(locals.map((local) => local.stop()));
  assert.deepEqual(warnings, []);
});

test("stop() leaves no process and no socket, also when it is called at once", async () => {
  const local = await startLocal();
  deploy(local, "endless", "export const handler = () => new Promise(() => setInterval(() => {}, 1000));", {
    timeoutSeconds: 60,
  });
  const running = assert.rejects(local.functions.invoke({ functionName: "endless", payload: "{}" }));
  await local.stop();
  await running;
  const refused = await fetch(local.url).catch((error: Error) => (error.cause as NodeJS.ErrnoException).code);
  assert.equal(refused, "ECONNREFUSED");
  assert.deepEqual(local.functions.host.pids, []);
});

test("a listener is told of each call that a service has served, a lost reply's too, and not of one that a fault refuses", async (context) => {
  const calls: string[] = [];
  const onCall = ({ service, operation, input, status, caller }: ServedCall) =>
    calls.push(`${caller.kind} ${service}:${operation} ${JSON.stringify(input())} ${status}`);
  const local = await startLocal({ onCall });
  context.after(() => local.stop());
  const { client, ClientId } = await pool(local, context);
  const ask = () => client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: "123456" })).catch(() => {});
  local.faults.add({ kind: "throttle", count: 1 });
  await ask();
  local.faults.add({ kind: "reply-lost", count: 1 });
  await ask();
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "DynamoDB_20120810.ListTables",
    authorization,
  };
  await (await fetch(local.url, { method: "POST", headers, body: '{"Limit":1}' })).text();
  const asked = JSON.stringify({ ClientId, Username, ConfirmationCode: "123456" });
  assert.deepEqual(calls, [`developer cognito-idp:ConfirmSignUp ${asked} 400`, 'developer dynamodb:ListTables {"Limit":1} 200']);
});
