import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CognitoIdentityProviderClient, ConfirmSignUpCommand, SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { LocalAws } from "../../local-aws.ts";
import { startLocal } from "../../start-local.ts";

// A function that does its worst, while another one is invoked and users sign up.

/** Generous, for a busy machine: without isolation a neighbour would wait for as long as the other function runs. */
const patienceMs = 5_000;
let folder: string;
let aws: LocalAws;
let lambda: LambdaClient;
let cognito: CognitoIdentityProviderClient;
let ClientId: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "foyer-neighbours-"));
  aws = await startLocal({ dataDir: join(folder, "data") });
  const client = { endpoint: aws.url, region: aws.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  cognito = new CognitoIdentityProviderClient({ ...client, maxAttempts: 1 });
  const PostConfirmation = deploy("neighbour", "export const handler = async (event) => event;");
  const permission = { StatementId: "cognito", Action: "lambda:InvokeFunction", Principal: "cognito-idp.amazonaws.com" };
  await aws.call("lambda", "AddPermission", { FunctionName: "neighbour", ...permission });
  const made = await aws.call("cognito-idp", "CreateUserPool", {
    PoolName: "neighbours",
    AutoVerifiedAttributes: ["email"],
    LambdaConfig: { PostConfirmation },
  });
  const UserPoolId = (made as { UserPool: { Id: string } }).UserPool.Id;
  const app = await aws.call("cognito-idp", "CreateUserPoolClient", { UserPoolId, ClientName: "app" });
  ClientId = (app as { UserPoolClient: { ClientId: string } }).UserPoolClient.ClientId;
  await invoke("neighbour");
});
after(async () => {
  lambda.destroy();
  cognito.destroy();
  await aws.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Deploys one file with 60 s for an invocation. @returns its ARN */
function deploy(functionName: string, code: string): string {
  const codeDir = join(folder, functionName);
  mkdirSync(codeDir);
  writeFileSync(join(codeDir, "index.mjs"), code);
  return aws.functions.deploy({ functionName, codeDir, handler: "index.handler", timeoutSeconds: 60 }).functionArn;
}

async function invoke(FunctionName: string): Promise<string> {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"n":1}' }));
  return FunctionError ? `error: ${Payload?.transformToString()}` : (Payload?.transformToString() ?? "");
}

let users = 0;

async function signUp(): Promise<void> {
  const email = `user-${++users}@example.com`;
  const user = { ClientId, Username: email };
  const UserAttributes = [{ Name: "email", Value: email }];
  await cognito.send(new SignUpCommand({ ...user, Password: "Correct-horse-7", UserAttributes }));
  await cognito.send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: aws.inbox.list({ to: email })[0]?.code ?? "" }));
}

/** Holds that others go on while invocations of a function are under way, or fail all the time. */
async function othersGoOn(): Promise<void> {
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now();
    assert.equal(await invoke("neighbour"), '{"n":1}');
    await signUp();
    const tookMs = performance.now() - startedAt;
    assert.ok(tookMs < patienceMs, `an invocation and a sign-up took ${Math.round(tookMs)} ms`);
  }
}

/** Invokes a function that does not answer while the others go on; it is ended then. */
async function beside(functionName: string, code: string): Promise<void> {
  deploy(functionName, code);
  let isUnderWay = true;
  const answer = invoke(functionName)
    .catch((error: Error) => error.name)
    .finally(() => {
      isUnderWay = false;
    });
  while (aws.functions.logs({ functionName }).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await othersGoOn();
  assert.ok(isUnderWay, `${functionName} has ended: ${isUnderWay ? "" : await answer}`);
  await aws.reset();
  assert.equal(await answer, "ServiceException");
}

test("a function that blocks its event loop holds up nobody else", { timeout: 60_000 }, () =>
  beside("blocks", "export const handler = async () => { console.log('now'); for (;;); };"),
);

test("a function that never answers holds up nobody else", { timeout: 60_000 }, () =>
  beside(
    "hangs",
    "export const handler = () => { console.log('now'); setInterval(() => {}, 1_000); return new Promise(() => {}); };",
  ),
);

// Waits for each write: what is written without a pause piles up in the process until it has used up its memory.
const flood = "const flood = (stream) => new Promise((resolve) => stream.write('a short line\\n'.repeat(1_000), resolve));";

test("a function that floods its log holds up nobody else", { timeout: 60_000 }, () =>
  beside("floods", `${flood} export const handler = async () => { for (;;) await flood(process.stdout); };`),
);

test("ten processes that flood both streams hold up nobody else", { timeout: 60_000 }, async () => {
  deploy(
    "floods-more",
    `${flood} export const handler = async () => { for (;;) await Promise.all([flood(process.stdout), flood(process.stderr)]); };`,
  );
  const answers = Array.from({ length: 10 }, () => invoke("floods-more").catch((error: Error) => error.name));
  while (aws.functions.logs({ functionName: "floods-more" }).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await othersGoOn();
  await aws.reset();
  assert.deepEqual(new Set(await Promise.all(answers)), new Set(["ServiceException"]));
});

test("a function that crashes at each invocation hurts nobody else, and starts anew each time", { timeout: 60_000 }, async () => {
  deploy("crashes", "export const handler = async () => process.kill(process.pid, 'SIGSEGV');");
  const crashes = Promise.all(Array.from({ length: 5 }, () => invoke("crashes")));
  await othersGoOn();
  for (const answer of await crashes) assert.match(answer, /^error: .*Runtime exited with error: signal: segmentation fault/);
});
