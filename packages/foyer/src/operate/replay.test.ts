import assert from "node:assert/strict";
import { after, before, beforeEach, mock, test } from "node:test";
import { workerHandler } from "../lambda/worker.ts";
import { flow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { pendingSteps, type StepRecord } from "../onboarding/ledger-entry.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding, signUpSteps } from "../onboarding/onboarding.ts";
import { addToGroups } from "../steps/add-to-groups.ts";
import { everyone } from "../steps/group-rules.ts";
import { html } from "../steps/html.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { sendEmail } from "../steps/send-email.ts";
import { type Answer, logLines, TestAws } from "../test-aws.ts";
import { TestExecution } from "../test-durable.ts";
import { Operator } from "./operator.ts";
import { planReplay, replay } from "./replay.ts";
import { skip } from "./skip.ts";

let aws: TestAws;
const userPoolId = "us-east-1_Test";
const ledger = new Ledger();
const operator = new Operator({ userPoolId });
const mail = (subject: string, ifUnknown: "resend" | "assume-sent") =>
  sendEmail({ from: "Acme <hello@acme.com>", subject, html: html`<p>Hi</p>`, ifUnknown });
const welcome = onboarding({
  beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) },
  afterwards: flow(
    { greeting: mail("Welcome", "resend"), joined: publishEvent({ detailType: "A" }), tips: mail("Tips", "assume-sent") },
    async (_, { greeting, joined, tips, sleep }) => {
      await greeting();
      await joined();
      await sleep("3 days");
      await tips();
    },
  ),
});
const worker = workerHandler(welcome);
const subjects = () => aws.inputsOf("SendEmail").map(({ Content }) => Content.Simple.Subject.Data);

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
beforeEach(() => aws.reset());
after(() => aws.stop());

/** A user whose entry is open. */
async function user(sub: string) {
  const key = { userPoolId, sub };
  aws.addUser(sub, { email: `${sub}@example.com` });
  await ledger.open(key, { origin: "sign-up", steps: pendingSteps(signUpSteps(welcome)) });
  return key;
}

/** Runs what was started, and the first execution of an entry that nobody started. */
async function run(payload: object): Promise<unknown> {
  return (await logLines(() => new TestExecution(worker, payload).run())).result;
}

const startedLast = () => JSON.parse([...aws.executions.values()].at(-1)?.payload ?? "null");

/** A user who is parked, as no event could be published. */
async function parked(sub: string) {
  const key = await user(sub);
  aws.on("PutEvents", () => ({ error: "AccessDeniedException" }));
  assert.deepEqual(await run(key), { status: "parked" });
  aws.on("PutEvents", () => "normal");
  return key;
}

test("a replay tries what gave up, repeats nothing else, does not wait again and completes the user", async () => {
  const key = await parked("ann");
  const sent = subjects();
  const { started, steps, needsForce } = await replay(operator, key);
  assert.deepEqual([started, needsForce], [true, false]);
  assert.deepEqual(
    steps.filter(({ runs }) => runs).map(({ step }) => step),
    ["joined"],
  );
  assert.deepEqual(startedLast(), { ...key, generation: 1 });
  mock.timers.enable({ apis: ["Date"], now: Date.now() + 4 * 86_400_000 });
  const execution = new TestExecution(worker, startedLast());
  await logLines(() => execution.run());
  mock.timers.reset();
  assert.ok(!execution.operations.some(({ Type }) => Type === "WAIT"));
  assert.deepEqual(subjects(), sent);
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, 1);
  const entry = await ledger.get(key);
  assert.deepEqual([entry?.status, entry?.reason, entry?.steps.joined?.state], ["complete", undefined, "done"]);
});

test("a dry run says what would happen and changes nothing", async () => {
  const key = await parked("bea");
  const before = await ledger.get(key);
  const plan = await replay(operator, key, { dryRun: true });
  assert.deepEqual([plan.runs, plan.started], [true, false]);
  assert.deepEqual(await ledger.get(key), before);
  assert.equal(aws.executions.size, 0);
});

test("a complete user has nothing to replay", async () => {
  const key = await user("cid");
  await run(key);
  const { runs, started } = await replay(operator, key);
  assert.deepEqual([runs, started], [false, false]);
  assert.equal((await ledger.get(key))?.status, "complete");
});

test("a mail that went out is sent again only by force", async () => {
  const key = await user("dan");
  await run(key);
  const refused = await replay(operator, key, { step: "greeting" });
  assert.deepEqual([refused.needsForce, refused.started], [true, false]);
  assert.match(refused.steps.find(({ step }) => step === "greeting")?.why ?? "", /would double/);
  assert.equal((await replay(operator, key, { step: "greeting", force: true })).started, true);
  await run(startedLast());
  assert.deepEqual(subjects(), ["Welcome", "Tips", "Welcome"]);
});

test("a group that an administrator took away is not given back by a replay, except by name and force", async () => {
  const key = await parked("eve");
  assert.equal((await replay(operator, key, { force: true })).started, true);
  await run(startedLast());
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, 1);
  assert.equal((await replay(operator, key, { step: "groups" })).started, false);
  assert.equal((await replay(operator, key, { step: "groups", force: true })).started, true);
  await run(startedLast());
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, 2);
});

test("what may have happened needs force; what has not happened, converges or has a key does not", () => {
  const plan = (record: Partial<StepRecord>) => {
    const steps = { it: { state: "gave-up", attempts: 1, ...record } } as Record<string, StepRecord>;
    return planReplay({ userPoolId, sub: "x", origin: "sign-up", status: "parked", openedAt: 0, metadata: {}, steps }, "it");
  };
  const forced: Partial<StepRecord>[] = [
    { replay: "unknown", unknowns: 3 },
    { replay: "unknown", happened: true },
    { replay: "unknown", state: "done" },
    { replay: "unknown", state: "unknown" },
    { replay: "safe", state: "done" },
    { replay: "keyed", state: "done" },
    // An entry from before the kind was noted.
    { state: "done" },
    { unknowns: 1 },
  ];
  const free: Partial<StepRecord>[] = [
    { replay: "unknown" },
    { replay: "unknown", unknowns: 0 },
    { replay: "safe" },
    { replay: "keyed" },
    { replay: "unknown", state: "skipped" },
    { replay: "unknown", state: "pending" },
  ];
  for (const record of forced) assert.equal(plan(record).needsForce, true, JSON.stringify(record));
  for (const record of free) assert.equal(plan(record).needsForce, false, JSON.stringify(record));
});

test("a mail that happened although its step gave up is known as such", async () => {
  const sneaky = onboarding({
    afterwards: {
      it: { ...mail("It", "resend"), run: async () => new Date() as never },
    },
  });
  const key = { userPoolId, sub: "fay" };
  aws.addUser("fay");
  await logLines(() => new TestExecution(workerHandler(sneaky), key).run());
  const { needsForce } = await replay(operator, key, { dryRun: true });
  assert.equal(needsForce, true);
});

test("a replay of a user who is under way replaces the execution, which ends at its next step", async () => {
  const key = await user("gil");
  const first = new TestExecution(worker, key, "first");
  aws.on("SendEmail", async (): Promise<Answer> => {
    if (aws.executions.size === 0) await replay(operator, key);
    return "normal";
  });
  const { result: replaced } = await logLines(() => first.run());
  assert.deepEqual(replaced, { status: "superseded" });
  assert.deepEqual([subjects(), aws.inputsOf("PutEvents").length], [["Welcome"], 0]);
  assert.deepEqual(await run(startedLast()), { status: "complete" });
  assert.deepEqual(subjects(), ["Welcome", "Tips"]);
  assert.deepEqual(await run(key), { status: "superseded" });
});

test("a wait that is under way goes on for what is left of it", async () => {
  const key = await user("hal");
  const until = Date.now() + 3_600_000;
  await ledger.wait(key, "3 days", until);
  const execution = new TestExecution(worker, key);
  const waits: number[] = [];
  const now = Date.now();
  await logLines(() => execution.run());
  for (const { Name, StepDetails } of execution.operations)
    if (Name === "foyer.sleep 3 days") waits.push(JSON.parse(StepDetails?.Result ?? "0"));
  assert.equal(waits.length, 1);
  assert.ok(Math.abs((waits[0] as number) - (until - now) / 1_000) < 5, `${waits[0]} seconds`);
});

test("a skipped step is never tried again, and a parked user goes on without it", async () => {
  const key = await parked("ida");
  const { goesOn, state } = await skip(operator, key, "joined");
  assert.deepEqual([goesOn, state], [true, "gave-up"]);
  assert.deepEqual(await run(startedLast()), { status: "complete" });
  assert.equal(aws.inputsOf("PutEvents").length, 1);
  const entry = await ledger.get(key);
  assert.deepEqual([entry?.steps.joined?.state, entry?.steps.joined?.reason], ["skipped", "skipped by an operator"]);
});

test("a step of an open entry is skipped without a new execution", async () => {
  const key = await user("jan");
  assert.equal((await skip(operator, key, "greeting")).goesOn, false);
  assert.equal(aws.executions.size, 0);
  await run(key);
  assert.deepEqual(subjects(), ["Tips"]);
});

test("what cannot be replayed or skipped is refused with the rule and the value", async () => {
  const key = await user("kim");
  await run(key);
  const refused = { name: "OperateError" };
  await assert.rejects(replay(operator, { userPoolId, sub: "nobody" }), { ...refused, message: /no entry of user nobody/ });
  await assert.rejects(replay(operator, key, { step: "x" }), { ...refused, message: /it has groups, greeting, joined, tips/ });
  await assert.rejects(skip(operator, key, "x"), { ...refused, message: /none of that name/ });
  await assert.rejects(skip(operator, key, "greeting"), { ...refused, message: /finished: current value is done/ });
});

test("a replay that cannot start the worker says who will", async () => {
  const key = await parked("lea");
  aws.on("Invoke", () => ({ error: "AccessDeniedException" }));
  await assert.rejects(replay(operator, key), { name: "OperateError", message: /which a sweep will do/ });
  assert.equal((await ledger.get(key))?.status, "open");
});

test("of two replays at the same time one wins", async () => {
  const key = await parked("max");
  const both = await Promise.allSettled([replay(operator, key), replay(operator, key)]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  assert.equal((await ledger.get(key))?.generation, 1);
});

test("entries are listed page by page, by status", async () => {
  const { listEntries } = await import("./list-entries.ts");
  const other = new Operator({ userPoolId: "us-east-1_Other" });
  for (let index = 0; index < 25; index++) {
    const key = { userPoolId: other.userPoolId, sub: `user-${index}` };
    await ledger.open(key, { origin: "sign-up", steps: {} });
    if (index % 5 === 0) await ledger.close(key, "parked", { reason: "gave up: x" });
  }
  const subs: string[] = [];
  let pages = 0;
  for await (const { entries } of listEntries(other, { status: "parked", pageSize: 10 })) {
    pages++;
    subs.push(...entries.map(({ sub }) => sub));
  }
  assert.ok(pages > 2);
  assert.deepEqual(subs.toSorted(), ["user-0", "user-10", "user-15", "user-20", "user-5"]);
});
