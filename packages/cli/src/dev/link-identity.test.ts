import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Denial } from "@foyer/local";
import { dynamoDbCall } from "./dynamodb-call.ts";
import { type Dev, startDev } from "./start-dev.ts";

const examples = join(import.meta.dirname, "../../../../examples/identity");
const email = "ann@example.com";
const password = "Correct-horse-7";

/** Signs Ann up as a page does, waits until her onboarding rests, and signs her in. */
async function signIn({ local, pool: { clientId } }: Dev): Promise<{ IdToken: string; AccessToken: string }> {
  const call = (operation: string, input: object) => local.call("cognito-idp", operation, { ClientId: clientId, ...input });
  await call("SignUp", { Username: email, Password: password, UserAttributes: [{ Name: "email", Value: email }] });
  await call("ConfirmSignUp", { Username: email, ConfirmationCode: local.inbox.list({ to: email })[0]?.code });
  await local.idle({ timeoutMs: 20_000 });
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const { AuthenticationResult } = (await call("InitiateAuth", { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })) as {
    AuthenticationResult: { IdToken: string; AccessToken: string };
  };
  return AuthenticationResult;
}

async function record({ local }: Dev): Promise<{ identityId?: { S: string } } | undefined> {
  const { Items } = (await dynamoDbCall(local.url, "Scan", { TableName: "cognito_users" })) as {
    Items: { identityId?: { S: string } }[];
  };
  return Items[0];
}

async function link({ local }: Dev, token: string): Promise<{ status: number; identityId?: string }> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(String(local.config.linkIdentityUrl), { method: "POST", headers });
  return { status: answer.status, ...((await answer.json()) as object) };
}

test("the function of linkIdentity has a URL, the same after a restart, and its role allows what it does", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-link-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const denials: Denial[] = [];
  const start = () => startDev({ file: join(examples, "onboarding.ts"), dataDir, onDenied: (denial) => denials.push(denial) });
  let dev = await start();
  try {
    const { IdToken, AccessToken } = await signIn(dev);
    assert.equal((await record(dev))?.identityId, undefined);
    assert.equal((await link(dev, AccessToken)).status, 401);
    const linked = await link(dev, IdToken);
    assert.deepEqual([linked.status, linked.identityId], [200, (await record(dev))?.identityId?.S]);
    const { pathname } = new URL(String(dev.local.config.linkIdentityUrl));
    await dev.stop();
    dev = await start();
    assert.equal(new URL(String(dev.local.config.linkIdentityUrl)).pathname, pathname);
    assert.deepEqual(await link(dev, IdToken), linked);
    assert.deepEqual(denials, []);
  } finally {
    await dev.stop();
  }
});

test("claimIdentity has the identity on the record before the first sign-in, and the link keeps it", async () => {
  const denials: Denial[] = [];
  const dev = await startDev({ file: join(examples, "claimed.ts"), onDenied: (denial) => denials.push(denial) });
  try {
    const { IdToken } = await signIn(dev);
    const claimed = (await record(dev))?.identityId?.S;
    assert.match(String(claimed), /^us-east-1:/);
    assert.deepEqual(await link(dev, IdToken), { status: 200, identityId: claimed });
    assert.deepEqual(denials, []);
  } finally {
    await dev.stop();
  }
});
