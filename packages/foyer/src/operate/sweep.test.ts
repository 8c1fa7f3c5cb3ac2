import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { executionName } from "../onboarding/execution-name.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { type Answer, pending, TestAws } from "../test-aws.ts";
import { Operator } from "./operator.ts";
import { type SweepOptions, type SweepProgress, sweep } from "./sweep.ts";

let aws: TestAws;
let pools = 0;
let userPoolId: string;
const ledger = new Ledger();
const welcome = onboarding({ afterwards: { joined: publishEvent({ detailType: "A" }) } });
const entryOf = (sub: string) => ledger.get({ userPoolId, sub });
const started = () => [...aws.executions.values()].map(({ payload }) => JSON.parse(payload));

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
beforeEach(() => {
  aws.reset();
  userPoolId = `us-east-1_Sweep${++pools}`;
});
after(() => aws.stop());

/** Sweeps to the end. */
async function sweepAll(options: SweepOptions = {}): Promise<SweepProgress> {
  let last: SweepProgress | undefined;
  const justParked: SweepProgress["justParked"][number][] = [];
  // Every entry that is open is overdue, also one that was opened just now.
  const all = { openForMs: -1_000, requestsPerSecond: 10_000, ...options };
  for await (last of sweep(new Operator({ userPoolId }), all)) justParked.push(...last.justParked);
  return { ...(last as SweepProgress), justParked };
}

async function open(sub: string): Promise<void> {
  await ledger.open({ userPoolId, sub }, { origin: "sign-up", steps: pending("joined") });
}

test("confirmed users without an entry are onboarded, with their origin; nobody else is", async () => {
  aws.addUser("ann");
  aws.addUser("bob", { identities: "[]" });
  aws.addUser("known");
  await open("known");
  await ledger.close({ userPoolId, sub: "known" }, "complete");
  for (const [sub, change] of Object.entries({
    federated: { UserStatus: "EXTERNAL_PROVIDER" },
    unconfirmed: { UserStatus: "UNCONFIRMED" },
    invited: { UserStatus: "FORCE_CHANGE_PASSWORD" },
    imported: { UserStatus: "RESET_REQUIRED" },
    disabled: { Enabled: false },
    // Their trigger may be under way.
    fresh: { UserLastModifiedDate: Date.now() / 1_000 },
  })) {
    aws.addUser(sub);
    Object.assign(aws.users.get(sub) as object, change);
  }
  const end = await sweepAll({ onboarding: welcome });
  assert.equal(end.cursor, undefined);
  assert.deepEqual([end.users, end.missing, end.opened, end.failed], [9, 3, 3, 0]);
  assert.deepEqual(
    started().map(({ sub }) => sub),
    ["ann", "bob", "federated"],
  );
  assert.deepEqual(await Promise.all(["ann", "bob", "federated"].map(async (sub) => (await entryOf(sub))?.origin)), [
    "sign-up",
    "federated",
    "federated",
  ]);
  assert.deepEqual((await entryOf("ann"))?.steps.joined, { state: "pending", attempts: 0, replay: "keyed" });
  assert.equal((await sweepAll()).missing, 0);
});

test("users who were created before a date are left alone", async () => {
  aws.addUser("old");
  aws.addUser("new");
  Object.assign(aws.users.get("new") as object, { UserCreateDate: 1_760_000_000 });
  assert.equal((await sweepAll({ usersSince: 1_750_000_000_000 })).opened, 1);
  assert.equal(await entryOf("old"), undefined);
});

test("an overdue entry without an execution is started; one whose execution runs is left alone for a while", async () => {
  await open("cid");
  assert.deepEqual((await sweepAll()).running, 1);
  assert.deepEqual(started(), [{ userPoolId, sub: "cid" }]);
  assert.equal((await sweepAll()).overdue, 0);
});

test("an entry is not overdue before its time, nor during a wait of its flow", async () => {
  await open("dan");
  assert.equal((await sweepAll({ openForMs: 60_000 })).overdue, 0);
  await ledger.wait({ userPoolId, sub: "dan" }, "3 days", Date.now() + 259_200_000);
  assert.equal((await sweepAll()).overdue, 0);
  assert.deepEqual(started(), []);
});

test("an entry whose execution ended without closing it gets a fresh one, which Lambda does not know yet", async () => {
  await open("eve");
  aws.executions.set(executionName(userPoolId, "eve"), { payload: "{}", status: "FAILED" });
  assert.equal((await sweepAll()).resumed, 1);
  assert.deepEqual(started().at(-1), { userPoolId, sub: "eve", generation: 1 });
  assert.ok(aws.executions.has(executionName(userPoolId, "eve", undefined, 1)));
  const entry = await entryOf("eve");
  assert.deepEqual([entry?.generation, entry?.resumes, entry?.status], [1, 1, "open"]);
});

test("an execution that closes its entry while the sweep looks is not replaced", async () => {
  await open("fay");
  aws.executions.set(executionName(userPoolId, "fay"), { payload: "{}", status: "SUCCEEDED" });
  aws.on("GetDurableExecution", async (): Promise<Answer> => {
    await ledger.close({ userPoolId, sub: "fay" }, "complete");
    return "normal";
  });
  const { resumed, running } = await sweepAll();
  assert.deepEqual([resumed, running], [0, 0]);
  assert.equal((await entryOf("fay"))?.status, "complete");
});

test("an entry that kills one execution after the other ends parked", async () => {
  await open("gil");
  aws.on("Invoke", () => {
    setImmediate(() => {
      for (const execution of aws.executions.values()) execution.status = "FAILED";
    });
    return "normal";
  });
  let end: SweepProgress;
  let sweeps = 0;
  do end = await sweepAll();
  while (end.parked === 0 && ++sweeps < 20);
  assert.equal(sweeps, 5);
  assert.deepEqual(
    end.justParked.map(({ sub }) => sub),
    ["gil"],
  );
  const entry = await entryOf("gil");
  assert.equal(entry?.status, "parked");
  assert.match(entry?.reason ?? "", /executions in a row ended/);
});

test("a dry run counts and changes nothing", async () => {
  await open("hal");
  aws.addUser("ida");
  const { overdue, missing, opened, running } = await sweepAll({ dryRun: true });
  assert.deepEqual([overdue, missing, opened, running], [1, 1, 0, 0]);
  assert.equal(await entryOf("ida"), undefined);
  assert.deepEqual(started(), []);
});

test("a user who cannot be helped does not stop the others, and the reason is told without the user's values", async () => {
  for (const sub of ["jan", "jim", "joy"]) aws.addUser(sub);
  aws.on("Invoke", ({ sub }) => (sub === "jim" ? { error: "AccessDeniedException", body: { message: "a@b.co" } } : "normal"));
  const { opened, failed, lastError } = await sweepAll();
  assert.deepEqual([opened, failed], [2, 1]);
  assert.match(lastError ?? "", /AccessDenied/);
  assert.ok(!lastError?.includes("a@b.co"));
});

test("a sweep goes page by page, stops at once when it is told to and goes on where it stopped", async () => {
  for (let index = 0; index < 200; index++) aws.addUser(`user-${index}`);
  const stop = new AbortController();
  aws.on("Invoke", () => {
    if (aws.inputsOf("Invoke").length === 70) stop.abort();
    return "normal";
  });
  const first = await sweepAll({ signal: stop.signal });
  assert.equal(first.opened, 70);
  assert.deepEqual(first.cursor, { phase: "users", page: "60" });
  const rest = await sweepAll({ cursor: first.cursor });
  assert.equal(rest.cursor, undefined);
  assert.equal(rest.opened, 130);
  assert.equal(aws.executions.size, 200);
});

test("a sweep asks no more often than it may", async () => {
  for (let index = 0; index < 15; index++) aws.addUser(`user-${index}`);
  const from = performance.now();
  await sweepAll({ requestsPerSecond: 10 });
  // 17 requests, of which the first ten go at once.
  assert.ok(performance.now() - from > 600);
});
