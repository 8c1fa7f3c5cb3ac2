import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";

const dayMs = 86_400_000;
const readsTheTime = `export const handler = async (event, context) => ({
  now: Date.now(),
  made: new Date().getTime(),
  year: String(Date()).includes(String(new Date().getFullYear())),
  given: new Date("2020-02-03T04:05:06Z").toISOString(),
  isDate: new Date() instanceof Date && new Date().constructor === Date,
  leftMs: context.getRemainingTimeInMillis(),
});`;

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

for (const days of [0, 3, 40]) {
  test(`a handler reads the clock of the local AWS when it is ${days} days ahead`, async () => {
    lambda.deploy("time", readsTheTime);
    await lambda.invoke("time"); // so that the process was there before the clock moved
    lambda.clock.advance(days * dayMs - lambda.clock.aheadMs);
    const { payload } = await lambda.invoke("time");
    for (const time of [payload.now, payload.made]) assert.ok(Math.abs(time - lambda.clock.now()) < 10_000, `${time}`);
    assert.ok(payload.leftMs > 0 && payload.leftMs <= 3_000, `${payload.leftMs} ms left of 3 s`);
    assert.deepEqual([payload.year, payload.given, payload.isDate], [true, "2020-02-03T04:05:06.000Z", true]);
  });
}
