import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { servePage } from "./amplify-page/serve.ts";
import type { Actions } from "./identity-page/main.ts";

// The three answers of docs/identity.md, each by Amplify Storage and by the AWS SDK, in a browser, as users of `foyer dev`.

const password = "Correct-horse-7";
const examples = join(import.meta.dirname, "../../examples/identity");

let server: Awaited<ReturnType<typeof servePage>>;
let browser: Browser;
let dev: Dev;
let page: Page;
before(async () => {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
  [server, browser] = await Promise.all([
    servePage(join(import.meta.dirname, "identity-page")),
    chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args }),
  ]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(file: string): Promise<void> {
  const tables = [{ tableName: "notes", keyName: "userId", sortKeyName: "id" }];
  dev = await startDev({ file: join(examples, file), identityPool: true, resources: { tables } });
  const { endpoint, region, userPoolId, clientId, identityPoolId, bucket, linkIdentityUrl } = dev.local.config;
  const query = { endpoint, region, userPoolId, clientId, identityPoolId, bucket, linkIdentityUrl };
  page = await browser.newPage();
  await page.goto(`${server.origin}/?${new URLSearchParams(query as Record<string, string>)}`);
  await page.waitForSelector("body[data-ready]", { state: "attached" });
}
async function close(): Promise<void> {
  await page?.close();
  await dev?.stop();
}

async function act<Name extends keyof Actions>(name: Name, ...args: Parameters<Actions[Name]>) {
  const { value, failure } = await page.evaluate(([action, given]) => window.act(action, given), [name, args] as const);
  assert.equal(failure, undefined, `${name}(${args.join(", ")})`);
  return value as Awaited<ReturnType<Actions[Name]>>;
}
async function isDenied<Name extends keyof Actions>(name: Name, ...args: Parameters<Actions[Name]>): Promise<void> {
  const { failure } = await page.evaluate(([action, given]) => window.act(action, given), [name, args] as const);
  assert.match(String(failure), /^AccessDenied(Exception)?$/, `${name}(${args.join(", ")})`);
}

/** Signs up and confirms; the onboarding rests when it returns. @returns the `sub` */
async function joinAs(name: string): Promise<{ email: string; sub: string }> {
  const { local, pool } = dev;
  const email = `${name}@example.com`;
  const call = (operation: string, input: object) =>
    local.call("cognito-idp", operation, { ClientId: pool.clientId, Username: email, ...input });
  const UserAttributes = [{ Name: "email", Value: email }];
  const { UserSub } = (await call("SignUp", { Password: password, UserAttributes })) as { UserSub: string };
  await call("ConfirmSignUp", { ConfirmationCode: local.inbox.list({ to: email })[0]?.code });
  await local.idle({ timeoutMs: 20_000 });
  return { email, sub: UserSub };
}

/** What the user's record says of the identity. */
async function recorded(sub: string): Promise<string | undefined> {
  const headers = { "x-amz-target": "DynamoDB_20120810.GetItem", "content-type": "application/x-amz-json-1.0" };
  const body = JSON.stringify({ TableName: "cognito_users", Key: { username: { S: sub } } });
  const signed = {
    ...headers,
    authorization: "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  };
  const answer = await fetch(dev.local.url, { method: "POST", headers: signed, body });
  return ((await answer.json()) as { Item?: { identityId?: { S: string } } }).Item?.identityId?.S;
}

describe("1. by principal tag, and 2. by the first authenticated call", () => {
  let ann: { email: string; sub: string };
  let bob: { email: string; sub: string };
  let bobsIdentity: string;
  before(async () => {
    await open("onboarding.ts");
    ann = await joinAs("ann");
    bob = await joinAs("bob");
    await act("signIn", bob.email, password);
    await act("amplifyUpload", `${bob.sub}/notes.txt`, "Bob's");
    bobsIdentity = (await act("session")).identityId as string;
    await act("sdkPutItem", bob.sub, "Bob's");
    await act("signIn", ann.email, password);
  });
  after(close);

  test("Amplify has the user's files under the sub, in one piece and in parts, and nobody else's", async () => {
    const path = `${ann.sub}/notes.txt`;
    assert.equal(await act("amplifyUpload", path, "Ann's"), path);
    assert.equal(await act("amplifyDownload", path), "Ann's");
    assert.equal(await act("amplifyUploadLarge", `${ann.sub}/large.bin`, 12), 12 * 1024 * 1024);
    assert.deepEqual(await act("amplifyList", `${ann.sub}/`), [`${ann.sub}/large.bin`, path]);
    for (const other of [`${bob.sub}/notes.txt`, `private/${bobsIdentity}/a.txt`, "notes.txt", `${ann.sub}x/a.txt`]) {
      await isDenied("amplifyUpload", other, "mine now");
      await isDenied("amplifyDownload", other);
    }
    for (const prefix of [`${bob.sub}/`, "private/", ""]) await isDenied("amplifyList", prefix);
  });

  test("the SDK has the user's files and items, and nobody else's", async () => {
    await act("sdkPut", `${ann.sub}/sdk.txt`, "by SDK");
    assert.equal(await act("sdkGet", `${ann.sub}/sdk.txt`), "by SDK");
    assert.ok((await act("sdkList", `${ann.sub}/`)).includes(`${ann.sub}/sdk.txt`));
    await act("sdkPutItem", ann.sub, "Ann's");
    assert.deepEqual([await act("sdkGetItem", ann.sub), await act("sdkQuery", ann.sub)], ["Ann's", 1]);
    await isDenied("sdkPut", `${bob.sub}/sdk.txt`, "mine now");
    await isDenied("sdkGet", `${bob.sub}/notes.txt`);
    await isDenied("sdkList", `${bob.sub}/`);
    await isDenied("sdkPutItem", bob.sub, "mine now");
    await isDenied("sdkGetItem", bob.sub);
    await isDenied("sdkQuery", bob.sub);
  });

  test("a page links the identity that Amplify has, and finds info.txt under the private prefix", async () => {
    assert.equal(await recorded(ann.sub), undefined);
    const linked = (await act("link")) as { status: number; identityId: string };
    const { identityId } = await act("session");
    assert.deepEqual(linked, { status: 200, identityId });
    assert.equal(await recorded(ann.sub), identityId);
    assert.deepEqual(await act("link"), linked);
    const mine = `private/${identityId}`;
    assert.equal(await act("amplifyDownload", `${mine}/info.txt`), `identityId: ${identityId}\nsub: ${ann.sub}\n`);
    await act("amplifyUpload", `${mine}/notes.txt`, "private");
    assert.equal(await act("sdkGet", `${mine}/notes.txt`), "private");
    assert.deepEqual(await act("sdkList", `${mine}/`), [`${mine}/info.txt`, `${mine}/notes.txt`]);
    await isDenied("sdkGet", `private/${bobsIdentity}/info.txt`);
  });
});

describe("3. at confirmation", () => {
  before(() => open("claimed.ts"));
  after(close);

  test("the identity is on the record before the first sign-in; after the link Amplify and the SDK work as that identity", async () => {
    const cara = await joinAs("cara");
    const identityId = await recorded(cara.sub);
    assert.match(String(identityId), /^us-east-1:[0-9a-f-]{36}$/);
    await act("signIn", cara.email, password);
    assert.deepEqual(await act("link"), { status: 200, identityId });
    assert.deepEqual(await act("session"), { identityId, sub: cara.sub, hasCredentials: true });
    const mine = `private/${identityId}`;
    await act("amplifyUpload", `${mine}/a.txt`, "by Amplify");
    assert.equal(await act("sdkGet", `${mine}/a.txt`), "by Amplify");
    const dan = await joinAs("dan");
    await isDenied("sdkPut", `private/${await recorded(dan.sub)}/a.txt`, "mine now");
    await isDenied("amplifyDownload", `private/${await recorded(dan.sub)}/a.txt`);
  });

  test("a page that asks for credentials before the link has another identity, and is told", async () => {
    const eve = await joinAs("eve");
    await act("signIn", eve.email, password);
    assert.notEqual((await act("session")).identityId, await recorded(eve.sub));
    const { status, error } = (await act("link")) as unknown as { status: number; error: string };
    assert.deepEqual([status, error], [409, "IdentityConflict"]);
  });
});
