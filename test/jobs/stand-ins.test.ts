import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Timeline } from "@foyer/local";
import { type Person, type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("test/jobs/onboardings/outside.ts");
});
beforeEach(() => stage.dev.local.reset());
after(() => stage?.stop());

const crm = "https://crm.example.com/people/*";
const stateOf = ({ steps }: Timeline, step: string) => steps.find((row) => row.step === step)?.state;

async function confirmed(): Promise<Person> {
  const user = await stage.signUp();
  await stage.confirm(user);
  return user;
}

async function tierOf({ sub }: Person): Promise<string | undefined> {
  const { local, pool } = stage.dev;
  const asked = { UserPoolId: pool.userPoolId, Username: sub };
  const { UserAttributes } = (await local.call("cognito-idp", "AdminGetUser", asked)) as {
    UserAttributes: { Name: string; Value: string }[];
  };
  return UserAttributes.find(({ Name }) => Name === "custom:tier")?.Value;
}

/** Resolves once the worker waits to try again. @returns for how many seconds */
async function pauseOf({ sub }: Person): Promise<number> {
  const { executions } = await stage.until(sub, ({ executions }) => executions.some((each) => each.waitingUntil !== undefined));
  return ((executions[0]?.waitingUntil ?? 0) - stage.dev.local.clock.now()) / 1_000;
}

test("a stand-in answers for the other system, and the request and the answer are shown", async () => {
  const { local } = stage.dev;
  local.outside.answer({ method: "GET", url: crm, body: { tier: "pro" } });
  const user = await confirmed();
  assert.equal(stateOf(await stage.ended(user.sub), "tier"), "done");
  assert.equal(await tierOf(user), "pro");
  const [hook, asked] = local.outside.list();
  assert.deepEqual([asked?.url, asked?.answer?.body], [`https://crm.example.com/people/${user.sub}`, '{"tier":"pro"}']);
  assert.deepEqual([hook?.method, hook?.answer?.status], ["POST", 200]);
});

test("a system that asks to be left alone is, for as long as it says", async () => {
  const { local } = stage.dev;
  local.outside.answer({ url: crm, status: 503, headers: { "retry-after": "600" }, count: 1 });
  local.outside.answer({ url: crm, status: 429, headers: { "retry-after": "86400" }, count: 1 });
  local.outside.answer({ url: crm, body: { tier: "free" } });
  const user = await confirmed();
  const first = await pauseOf(user);
  assert.ok(first > 590 && first <= 601, `${first}`);
  await local.idle();
  local.clock.advance(600_000);
  await stage.until(user.sub, () => local.outside.list().length === 2);
  await local.idle();
  const second = await pauseOf(user);
  assert.ok(second > 3_590 && second <= 3_601, `${second}`);
  local.clock.advance(3_600_000);
  await stage.ended(user.sub);
  assert.equal(await tierOf(user), "free");
});

test("a receiver whose reply is lost gets the webhook again under the same id", async () => {
  const { local } = stage.dev;
  local.outside.answer({ url: crm, status: 404 });
  local.outside.answer({ url: "https://partner.example.com/*", fault: "reply-lost", count: 1 });
  const user = await confirmed();
  await pauseOf(user);
  await local.idle();
  local.clock.advance(60_000);
  const timeline = await stage.ended(user.sub);
  assert.deepEqual([stateOf(timeline, "tier"), stateOf(timeline, "partner")], ["skipped", "done"]);
  const hooks = local.outside.list({ url: "https://partner.example.com/hooks" });
  assert.equal(hooks.length, 2);
  assert.equal(new Set(hooks.map(({ headers }) => headers["webhook-id"])).size, 1);
  assert.deepEqual(
    hooks.map(({ answer }) => answer?.fault),
    [undefined, "reply-lost"],
  );
});
