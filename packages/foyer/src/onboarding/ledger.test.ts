import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pending, TestAws } from "../test-aws.ts";
import { Ledger } from "./ledger.ts";
import type { StepRecord } from "./ledger-entry.ts";
import { LEDGER_TABLE } from "./ledger-table.ts";

let aws: TestAws;
const ledger = new Ledger();
const about = { origin: "sign-up", steps: pending("record", "welcome") } as const;

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
after(() => aws.stop());

/** A new user's key. */
let users = 0;
const newKey = () => ({ userPoolId: "us-east-1_Test", sub: `user-${++users}` });

test("an entry is opened once and says what is to run", async () => {
  const key = newKey();
  const opened = await ledger.open(key, { ...about, metadata: { plan: "pro" } });
  assert.equal(opened?.status, "open");
  assert.equal(await ledger.open(key, { ...about, origin: "reset" }), undefined);
  const entry = await ledger.get(key);
  assert.deepEqual(entry, opened);
  assert.equal(entry?.origin, "sign-up");
  assert.deepEqual(entry?.metadata, { plan: "pro" });
  assert.deepEqual(entry?.steps, {
    record: { state: "pending", attempts: 0, replay: "safe" },
    welcome: { state: "pending", attempts: 0, replay: "safe" },
  });
});

test("an entry that nobody opened is undefined, and nothing can be written to it", async () => {
  const key = newKey();
  assert.equal(await ledger.get(key), undefined);
  assert.equal(await ledger.record(key, "record", { state: "done", attempts: 1 }), false);
  assert.equal(await ledger.claim(key, "welcome", { state: "started", attempts: 1, owner: "a", startedAt: 1 }), false);
  assert.equal(await ledger.close(key, "complete"), false);
  assert.equal(await ledger.get(key), undefined);
});

test("a finished step stays as it ended", async () => {
  const key = newKey();
  await ledger.open(key, about);
  const done: StepRecord = { state: "done", attempts: 2, startedAt: 5, endedAt: 9, durationMs: 4, result: { record: "created" } };
  assert.equal(await ledger.record(key, "record", { state: "pending", attempts: 1, reason: "throttled" }), true);
  assert.equal(await ledger.record(key, "record", done), true);
  for (const late of ["pending", "done", "gave-up"] as const)
    assert.equal(await ledger.record(key, "record", { state: late, attempts: 9 }), false);
  assert.deepEqual((await ledger.get(key))?.steps.record, done);
});

test("a step that the file got later is recorded as well", async () => {
  const key = newKey();
  await ledger.open(key, about);
  assert.equal(await ledger.record(key, "added", { state: "done", attempts: 1 }), true);
  assert.equal((await ledger.get(key))?.steps.added?.state, "done");
});

test("of many who claim an effect one gets it, and only that one says how it ended", async () => {
  const key = newKey();
  await ledger.open(key, about);
  const claims = ["a", "b", "c", "d"].map((owner) => ({ state: "started", attempts: 1, startedAt: Date.now(), owner }) as const);
  const got = await Promise.all(claims.map((claim) => ledger.claim(key, "welcome", claim)));
  assert.equal(got.filter(Boolean).length, 1);
  const winner = claims[got.indexOf(true)]?.owner as string;
  const loser = winner === "a" ? "b" : "a";
  assert.equal(await ledger.record(key, "welcome", { state: "done", attempts: 1 }, loser), false);
  assert.equal(await ledger.record(key, "welcome", { state: "done", attempts: 1, owner: winner }, winner), true);
});

test("an interrupted claim is taken over once", async () => {
  const key = newKey();
  await ledger.open(key, about);
  const first = { state: "started", attempts: 1, startedAt: 1_000, owner: "dead" } as const;
  await ledger.claim(key, "welcome", first);
  const takers = ["x", "y"].map((owner) => ({ state: "started", attempts: 2, startedAt: 2_000, owner }) as const);
  const got = await Promise.all(takers.map((claim) => ledger.claim(key, "welcome", claim, first)));
  assert.deepEqual(got.toSorted(), [false, true]);
});

test("a claim whose answer was lost is known as one's own", async () => {
  const key = newKey();
  await ledger.open(key, about);
  let lost = false;
  aws.on("UpdateItem", () => {
    if (lost) return "normal";
    lost = true;
    return "lose reply";
  });
  assert.equal(await ledger.claim(key, "welcome", { state: "started", attempts: 1, startedAt: 7, owner: "me" }), true);
  assert.ok(lost);
  aws.reset();
});

test("an entry is closed once", async () => {
  const key = newKey();
  await ledger.open(key, about);
  assert.equal(await ledger.close(key, "parked", { reason: "gave up: welcome" }), true);
  assert.equal(await ledger.close(key, "complete"), false);
  const entry = await ledger.get(key);
  assert.equal(entry?.status, "parked");
  assert.equal(entry?.reason, "gave up: welcome");
});

test("deliveries of a reset within a minute are one reset, later ones are another", async () => {
  const key = newKey();
  await ledger.open(key, about);
  const at = 1_800_000_059_900;
  const ids = await Promise.all([0, 5_000, 10_000].map((later) => ledger.resetId(key, at + later)));
  assert.equal(new Set(ids).size, 1, String(ids));
  assert.equal(await ledger.resetId(key, at + 59_000), ids[0]);
  const next = await ledger.resetId(key, at + 71_000);
  assert.notEqual(next, ids[0]);
  await ledger.open({ ...key, reset: next }, { origin: "sign-up", steps: pending("notice") });
  assert.deepEqual(Object.keys((await ledger.get({ ...key, reset: next }))?.steps ?? {}), ["notice"]);
  assert.deepEqual(Object.keys((await ledger.get(key))?.steps ?? {}), ["record", "welcome"]);
});
