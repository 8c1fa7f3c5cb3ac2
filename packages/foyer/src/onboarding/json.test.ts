import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromAttributeValue, toAttributeValue } from "./dynamodb-value.ts";
import { type Json, MAX_RESULT_BYTES, notJson, storableResult } from "./json.ts";

class Tier {
  level = 1;
}

test("what JSON would change is refused, with its place", () => {
  assert.equal(notJson({ a: [1, new Date(0)] }), "the value.a[1] is a Date");
  const refused = [
    new Map(),
    new Set(),
    1n,
    Symbol("a"),
    () => 1,
    new Tier(),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    Buffer.of(1),
  ];
  for (const value of refused) assert.ok(notJson({ value: [value] }), String(value));
  for (const value of [null, "", 0, true, [], {}, { a: undefined }, Object.create(null)]) assert.equal(notJson(value), undefined);
});

test("a result has at most 256 KB", () => {
  assert.equal(storableResult("a", undefined), undefined);
  storableResult("a", "x".repeat(MAX_RESULT_BYTES - 2));
  assert.throws(() => storableResult("a", "ü".repeat(MAX_RESULT_BYTES / 2)), {
    name: "StepError",
    happened: "yes",
    retry: false,
  });
});

test("a value comes back from DynamoDB as it went in", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as Json;
      const stored = JSON.parse(JSON.stringify(toAttributeValue(plain)));
      assert.deepEqual(JSON.stringify(fromAttributeValue(stored)), JSON.stringify(plain));
    }),
  );
});
