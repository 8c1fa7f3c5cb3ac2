import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import fc from "fast-check";
import { triggerHandler } from "../lambda/trigger.ts";
import { workerHandler } from "../lambda/worker.ts";
import { StepError } from "../onboarding/errors.ts";
import { flow } from "../onboarding/flow.ts";
import { isFinished, type LedgerEntry } from "../onboarding/ledger-entry.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { custom } from "../steps/custom.ts";
import { confirmationEvent, logLines, TestAws } from "../test-aws.ts";
import { TestExecution } from "../test-durable.ts";
import { OperateError, Operator } from "./operator.ts";
import { replay } from "./replay.ts";
import { skip } from "./skip.ts";
import { sweep } from "./sweep.ts";

const HOUR_MS = 3_600_000;
const names = ["record", "event", "mail", "tips"] as const;
type Name = (typeof names)[number];

/** How the outside meets one attempt of an effect. `lost`: done, and the answer lost; `crash`: done, and the process killed. */
const outcome = fc.constantFrom("ok", "ok", "throttled", "refused", "lost", "lost before", "crash");
type Outcome = "ok" | "throttled" | "refused" | "lost" | "lost before" | "crash";

const step = fc.constantFrom(...names);
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant("deliver" as const), laterMs: later() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("work" as const), outcomes: fc.array(outcome, { maxLength: 8 }) }) },
  fc.record({ do: fc.constant("executions die" as const) }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant("replay" as const), step: fc.option(step), force: fc.boolean() }) },
  fc.record({ do: fc.constant("skip" as const), step }),
  fc.record({ do: fc.constant("sweep" as const), laterMs: later() }),
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function later() {
  return fc.constantFrom(0, 0, HOUR_MS, 15 * 24 * HOUR_MS, 100 * 24 * HOUR_MS);
}

let aws: TestAws;
const userPoolId = "us-east-1_Test";
const operator = new Operator({ userPoolId });

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
after(() => aws.stop());

/** One user, and all that ever happened to them outside. */
class World {
  readonly key: { userPoolId: string; sub: string };
  readonly happened = { record: 0, event: 0, mail: 0, tips: 0 };
  readonly attempts = { record: 0, event: 0, mail: 0, tips: 0 };
  /** What the model admits: how often the outcome of an effect could not be known, and how often force was used. */
  readonly unknown = { record: 0, event: 0, mail: 0, tips: 0 };
  readonly forced = { record: 0, event: 0, mail: 0, tips: 0 };
  readonly eventKeys = new Set<string>();
  #outcomes: Outcome[] = [];
  #execution: TestExecution | undefined;
  #now = 1_800_000_000_000;
  readonly #worker;
  readonly #trigger;

  constructor(sub: string) {
    this.key = { userPoolId, sub };
    const made = onboarding({
      retryHorizon: "1 minute",
      beforeFirstSignIn: {
        record: custom<"safe">({ permissions: [], replay: "safe", run: (_user, _input, { key }) => this.#effect("record", key) }),
      },
      afterwards: flow(
        {
          event: custom<"keyed">({
            permissions: [],
            replay: "keyed",
            run: (_user, _input, { key }) => this.#effect("event", key),
          }),
          mail: custom<"unknown">({
            permissions: [],
            replay: "unknown",
            ifUnknown: "resend",
            run: (_user, _input, { key }) => this.#effect("mail", key),
          }),
          tips: custom<"unknown">({
            permissions: [],
            replay: "unknown",
            ifUnknown: "assume-sent",
            run: (_user, _input, { key }) => this.#effect("tips", key),
          }),
        },
        async (_, { event, mail, tips, sleep }) => {
          await event().catch(() => {});
          await mail().catch(() => {});
          await sleep("3 days");
          await tips().catch(() => {});
        },
      ),
    });
    this.#worker = workerHandler(made);
    this.#trigger = triggerHandler(made);
    aws.reset();
    aws.addUser(sub);
    this.#pass(0);
  }

  entry(): Promise<LedgerEntry | undefined> {
    return operator.ledger.get(this.key);
  }

  async run(it: Command): Promise<void> {
    if (it.do === "deliver") await this.#deliver(it.laterMs);
    if (it.do === "work") await this.work(it.outcomes);
    if (it.do === "executions die") for (const execution of aws.executions.values()) execution.status = "FAILED";
    if (it.do === "replay") {
      const { started, steps } = await replay(operator, this.key, { step: it.step ?? undefined, force: it.force });
      for (const { step, needsForce } of steps) if (started && needsForce) this.forced[step as Name]++;
    }
    if (it.do === "skip") await skip(operator, this.key, it.step);
    if (it.do === "sweep") await this.sweep(it.laterMs);
  }

  async sweep(laterMs: number): Promise<void> {
    this.#pass(laterMs);
    for await (const { failed, lastError } of sweep(operator, { requestsPerSecond: 10_000 })) assert.equal(failed, 0, lastError);
  }

  /** Runs the executions that Lambda has been given to their end. */
  async work(outcomes: Outcome[]): Promise<void> {
    this.#outcomes = [...outcomes];
    for (const [name, execution] of aws.executions) {
      if (execution.status !== "RUNNING") continue;
      this.#execution = new TestExecution(this.#worker, JSON.parse(execution.payload), name);
      this.#execution.onPass = () => this.#pass(90_000);
      await this.#execution.run();
      execution.status = "SUCCEEDED";
    }
    this.#execution = undefined;
    this.#outcomes = [];
  }

  async #deliver(laterMs: number): Promise<void> {
    this.#pass(laterMs);
    const event = confirmationEvent(this.key.sub);
    assert.equal(await this.#trigger(event), event);
  }

  #pass(ms: number): void {
    this.#now += ms;
    mock.timers.setTime(this.#now);
  }

  async #effect(name: Name, key: string): Promise<void> {
    const outcome = this.#outcomes.shift() ?? "ok";
    this.attempts[name]++;
    if (outcome === "throttled") throw new StepError("throttled", { retry: true });
    if (outcome === "refused") throw new StepError("refused");
    if (outcome !== "lost before") this.happened[name]++;
    if (name === "event") this.eventKeys.add(key);
    if (outcome === "ok") return;
    this.unknown[name]++;
    if (outcome === "crash" && this.#execution) {
      this.#execution.crash();
      await new Promise(() => {});
    }
    throw new StepError("no answer", { retry: true, happened: "maybe" });
  }
}

let users = 0;

test("whatever happens in whatever order, the user ends complete or parked and no guarantee of a step is broken", async () => {
  const property = fc.asyncProperty(fc.array(command, { maxLength: 12 }), async (commands) => {
    mock.timers.enable({ apis: ["Date"] });
    const world = new World(`user-${users++}`);
    try {
      for (const it of commands) await commandHolds(world, it);
      await endHolds(world);
    } finally {
      mock.timers.reset();
    }
  });
  await logLines(() => fc.assert(property, { numRuns: Number(process.env.FOYER_PROPERTY_RUNS ?? 15) }));
});

/** Runs a command and compares what changed with what may change. */
async function commandHolds(world: World, it: Command): Promise<void> {
  const before = await world.entry();
  const attempts = { ...world.attempts };
  try {
    await world.run(it);
  } catch (error) {
    // A refusal of the operator's command, which must have changed nothing.
    if (!(error instanceof OperateError)) throw error;
    assert.deepEqual(await world.entry(), before);
  }
  const now = await world.entry();
  for (const name of names) {
    const was = before?.steps[name];
    if (!was || !isFinished(was)) continue;
    assert.equal(world.attempts[name], attempts[name], `${name} was ${was.state} and was tried again`);
    const mayChange = (it.do === "replay" && (it.force || ["gave-up", "skipped"].includes(was.state))) || it.do === "skip";
    if (!mayChange) assert.deepEqual(now?.steps[name], was);
  }
  promisesHold(world, now);
}

/** Lets everything come to rest without further faults. */
async function endHolds(world: World): Promise<void> {
  for (let rounds = 0; rounds < 12 && (await world.entry())?.status !== "complete"; rounds++) {
    await world.sweep(5 * 24 * HOUR_MS);
    await world.work([]);
  }
  const entry = await world.entry();
  assert.ok(entry && entry.status !== "open", `the entry is ${entry?.status ?? "missing"}`);
  for (const name of names) assert.ok(isFinished(entry.steps[name]), `${name} is ${entry.steps[name]?.state}`);
  const states = names.map((name) => entry.steps[name]?.state);
  assert.equal(entry.status === "parked", states.includes("gave-up"), JSON.stringify({ ...entry }));
  promisesHold(world, entry);
}

function promisesHold({ happened, unknown, forced, eventKeys }: World, entry: LedgerEntry | undefined): void {
  assert.ok(happened.tips <= 1 + forced.tips, `at most once, but ${happened.tips} tips after ${forced.tips} forced replays`);
  assert.ok(
    happened.mail <= 1 + unknown.mail + forced.mail,
    `${happened.mail} mails after ${unknown.mail} unknown outcomes and ${forced.mail} forced replays`,
  );
  assert.ok(eventKeys.size <= 1, "one key for one user's step");
  for (const name of names)
    if (entry?.steps[name]?.state === "done") assert.ok(happened[name] > 0, `${name} is done but never happened`);
  for (const name of names) if (name !== "tips") assert.notEqual(entry?.steps[name]?.state, "unknown");
}
