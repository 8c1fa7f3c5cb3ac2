import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GetDurableExecutionCommand, GetDurableExecutionHistoryCommand } from "@aws-sdk/client-lambda";
import { password, type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("examples/welcome/onboarding.ts");
});
after(() => stage?.stop());

test("no log line, ledger item, journal entry or execution holds an address, a name, a number, a password or a token", async () => {
  const attributes = {
    email: "canary-address@example.com",
    name: "Canary Fullname",
    given_name: "Canarygiven",
    phone_number: "+15550001234",
    address: "1 Canary Street",
  };
  const user = await stage.signUp(attributes);
  const code = stage.dev.local.inbox.list({ to: user.email })[0]?.code as string;
  await stage.confirm(user);
  await stage.until(user.sub, ({ wait }) => wait !== undefined);
  const { jti } = await stage.idToken(user);
  stage.dev.local.clock.advance(3 * 86_400_000);
  const { executions } = await stage.ended(user.sub);

  const [{ executionArn: DurableExecutionArn = "" } = {}] = executions;
  const execution = await stage.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
  const history = await stage.lambda.send(
    new GetDurableExecutionHistoryCommand({ DurableExecutionArn, IncludeExecutionData: true }),
  );
  const places = {
    logs: stage.dev.local.functions.logs().map(({ text }) => text),
    ledger: await stage.items("foyer_ledger"),
    journal: stage.dev.local.journal.of(user.sub),
    execution: { execution: { ...execution, $metadata: undefined }, history: { ...history, $metadata: undefined } },
  };
  assert.ok(places.logs.some((line) => line.includes(user.sub)));
  assert.ok(places.logs.some((line) => line.includes("welcome")));
  assert.equal(places.ledger.length, 1);
  const secrets = { ...attributes, mailbox: "canary-address", password, code, jti: jti as string };
  for (const [place, content] of Object.entries(places)) {
    const text = JSON.stringify(content);
    for (const [what, secret] of Object.entries(secrets)) {
      const at = text.indexOf(what === "code" ? `"${secret}"` : secret);
      assert.equal(at, -1, `${place} holds the ${what}: …${text.slice(Math.max(0, at - 80), at + 80)}…`);
    }
  }
});
