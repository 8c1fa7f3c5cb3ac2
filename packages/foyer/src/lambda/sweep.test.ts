import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { logLines, pending, TestAws } from "../test-aws.ts";
import { sweepHandler } from "./sweep.ts";

let aws: TestAws;
let pools = 0;
const ledger = new Ledger();
const welcome = onboarding({ afterwards: { joined: publishEvent({ detailType: "A" }) } });

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
beforeEach(() => {
  aws.reset();
  process.env.FOYER_USER_POOL_ID = `us-east-1_Scheduled${++pools}`;
});
after(() => aws.stop());

test("the scheduled sweep onboards whoever was missed and says what it did", async () => {
  for (const sub of ["ann", "bob"]) aws.addUser(sub);
  const { result, lines } = await logLines(() => sweepHandler(welcome)({}));
  assert.equal(result?.opened, 2);
  assert.equal(lines.at(-1)?.message, "swept");
  assert.equal(lines.at(-1)?.result.opened, 2);
  const userPoolId = process.env.FOYER_USER_POOL_ID as string;
  assert.deepEqual((await ledger.get({ userPoolId, sub: "ann" }))?.steps, {
    joined: { state: "pending", attempts: 0, replay: "keyed" },
  });
});

test("a sweep that Lambda's time ends goes on in the next invocation, and the one after begins anew", async () => {
  for (let index = 0; index < 400; index++) aws.addUser(`user-${index}`);
  // 60 requests at once and 60 a second from then on: it has more than five seconds to do.
  const slow = sweepHandler(welcome, { requestsPerSecond: 60 });
  const first = await logLines(() => slow({}, { getRemainingTimeInMillis: () => 4_800 }));
  assert.ok(first.result?.cursor, "it stopped in time");
  const { opened: before } = first.result;
  const sweep = sweepHandler(welcome, { requestsPerSecond: 10_000 });
  const second = await logLines(() => sweep({}));
  assert.equal(second.result?.cursor, undefined);
  assert.equal(second.result?.opened, 400 - before);
  assert.ok((second.result?.users ?? 400) < 400, "it looked only at the rest");
  assert.equal((await logLines(() => sweep({}))).result?.users, 400);
});

test("a user whom the sweep parks is an error line with the metric, in CloudWatch's embedded format", async () => {
  const userPoolId = process.env.FOYER_USER_POOL_ID as string;
  const key = { userPoolId, sub: "cid" };
  await ledger.open(key, { origin: "sign-up", steps: pending("joined") });
  const change = {
    update: "SET resumes = :resumes, openedAt = :longAgo",
    when: "attribute_exists(pk)",
    values: { ":resumes": 5, ":longAgo": 1 },
  };
  await ledger.table.update(`${userPoolId}#cid`, change);
  aws.on("GetDurableExecution", () => ({ body: { Status: "FAILED" } }));
  const { lines } = await logLines(() => sweepHandler(welcome)({}));
  const line = lines.find(({ UsersParked }) => UsersParked);
  assert.deepEqual([line?.level, line?.sub, line?.UsersParked], ["error", "cid", 1]);
  const { Timestamp, CloudWatchMetrics } = line?._aws ?? {};
  assert.ok(Math.abs(Date.now() - Timestamp) < 60_000);
  assert.deepEqual(CloudWatchMetrics, [
    { Namespace: "Foyer", Dimensions: [[], ["userPoolId"]], Metrics: [{ Name: "UsersParked", Unit: "Count" }] },
  ]);
  assert.equal(line?.userPoolId, userPoolId, "the dimension has a value");
});

test("the sweep tells the age of the oldest user who is neither done nor waiting, and nothing where there is none", async () => {
  const userPoolId = process.env.FOYER_USER_POOL_ID as string;
  const hoursAgo = { old: 5, older: 7, waiting: 90 };
  for (const [sub, hours] of Object.entries(hoursAgo)) {
    aws.addUser(sub);
    await ledger.open({ userPoolId, sub }, { origin: "sign-up", steps: pending("joined") });
    const values = { ":openedAt": Date.now() - hours * 3_600_000 };
    await ledger.table.update(`${userPoolId}#${sub}`, {
      update: "SET openedAt = :openedAt",
      when: "attribute_exists(pk)",
      values,
    });
  }
  await ledger.wait({ userPoolId, sub: "waiting" }, "9 days", Date.now() + 86_400_000);
  const sweep = sweepHandler(welcome);
  const { lines } = await logLines(() => sweep({}));
  const line = lines.find(({ message }) => message === "swept");
  assert.ok(Math.abs(line?.OldestUnfinishedSeconds - 7 * 3_600) < 60, `it says ${line?.OldestUnfinishedSeconds} s`);
  const [metric] = line?._aws.CloudWatchMetrics ?? [];
  assert.deepEqual(metric.Dimensions, [[], ["userPoolId"]]);
  assert.deepEqual(metric.Metrics, [{ Name: "OldestUnfinishedSeconds", Unit: "Seconds" }]);

  process.env.FOYER_USER_POOL_ID = `${userPoolId}Empty`;
  const quiet = await logLines(() => sweep({}));
  assert.equal(quiet.lines.at(-1)?.message, "swept");
  assert.equal(quiet.lines.at(-1)?._aws, undefined);
});

test("without a user pool the sweep says what is missing", async () => {
  delete process.env.FOYER_USER_POOL_ID;
  await assert.rejects(sweepHandler(welcome)({}), /FOYER_USER_POOL_ID must name the user pool/);
});
