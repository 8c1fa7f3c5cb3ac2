import assert from "node:assert/strict";
import { test } from "node:test";
import { GetDurableExecutionCommand, GetDurableExecutionHistoryCommand } from "@aws-sdk/client-lambda";
import { password, type Stage, startStage } from "./stage.ts";

const attributes = {
  email: "canary-address@example.com",
  name: "Canary Fullname",
  given_name: "Canarygiven",
  phone_number: "+15550001234",
  address: "1 Canary Street",
};

/** All that is kept about a user outside of the pool and the inbox, as text. */
async function traces(stage: Stage, sub: string): Promise<Record<string, string>> {
  const executions = [];
  for (const { executionArn: DurableExecutionArn } of stage.dev.local.timeline(sub).executions) {
    const about = { DurableExecutionArn, IncludeExecutionData: true };
    const { $metadata, ...execution } = await stage.lambda.send(new GetDurableExecutionCommand(about));
    const { $metadata: _, ...history } = await stage.lambda.send(new GetDurableExecutionHistoryCommand(about));
    executions.push(execution, history);
  }
  assert.ok(executions.length > 0);
  const logs = stage.dev.local.functions.logs().map(({ text }) => text);
  assert.ok(logs.some((line) => line.includes(sub)));
  const ledger = await stage.items("foyer_ledger");
  assert.ok(ledger.length > 0);
  const journal = stage.dev.local.journal.of(sub);
  return Object.fromEntries(
    Object.entries({ logs, ledger, journal, executions }).map(([place, kept]) => [place, JSON.stringify(kept)]),
  );
}

function assertNone(places: Record<string, string>, secrets: Record<string, string>) {
  for (const [place, text] of Object.entries(places)) {
    for (const [what, secret] of Object.entries(secrets)) {
      const at = text.toLowerCase().indexOf(secret.toLowerCase());
      assert.equal(at, -1, `${place} hold the ${what}: …${text.slice(Math.max(0, at - 80), at + 80)}…`);
    }
  }
}

test("no log line, ledger item, journal entry or execution holds an address, a name, a number, a password or a token", async (t) => {
  const stage = await startStage("examples/welcome/onboarding.ts");
  t.after(() => stage.stop());
  const user = await stage.signUp(attributes);
  const code = stage.dev.local.inbox.list({ to: user.email })[0]?.code as string;
  await stage.confirm(user);
  await stage.until(user.sub, ({ wait }) => wait !== undefined);
  const { jti } = await stage.idToken(user);
  stage.dev.local.clock.advance(3 * 86_400_000);
  await stage.ended(user.sub);
  const secrets = { ...attributes, mailbox: "canary-address", password, code: `"${code}"`, token: jti as string };
  assertNone(await traces(stage, user.sub), secrets);
});

test("nor does it when the errors of steps quote the user", async (t) => {
  const stage = await startStage("test/jobs/onboardings/leaky.ts");
  t.after(() => stage.stop());
  const user = await stage.signUp(attributes);
  await stage.confirm(user);
  const waiting = () => stage.until(user.sub, ({ executions: [execution], wait }) => Boolean(wait ?? execution?.endedAt));
  while ((await waiting()).wait) stage.dev.local.clock.advance(3_600_000);
  const failures = stage.dev.local.functions.logs().filter(({ text }) => text.includes('"state":"failed"'));
  assert.equal(failures.length, 4);
  assertNone(await traces(stage, user.sub), { ...attributes, mailbox: "canary-address", number: "15550001234" });
});
