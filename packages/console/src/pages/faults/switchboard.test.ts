import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Fault, SetFault } from "@foyer/local";
import { effectWords, shareWords, targetWords } from "./fault-words.ts";
import { boardOf, faultsOfAll, faultsOfFunction, faultsOfPreset } from "./switchboard.ts";

const set = (id: string, fault: Fault): SetFault => ({ ...fault, id, seen: 0, fired: 0, addedAt: 0, isActive: true });
const operations = { sesv2: ["SendEmail", "GetAccount"], dynamodb: ["PutItem"] };
const faults = [
  set("ses-down-sesv2", { service: "sesv2", kind: "hang" }),
  set("put", { service: "dynamodb", operation: "PutItem", kind: "throttle", probability: 1 / 3 }),
  set("all", { kind: "latency", ms: 1500 }),
  set("trigger", { functionName: "foyer-trigger", kind: "hang" }),
];

describe("the switchboard of faults", () => {
  it("puts each fault beside what it is for: a service, an operation, every call, a function", () => {
    const ids = boardOf(operations, faults, "").map(({ service, faults, operations }) => [
      service,
      faults.map(({ id }) => id),
      operations.flatMap(({ faults }) => faults.map(({ id }) => id)),
    ]);
    assert.deepEqual(ids, [
      ["dynamodb", [], ["put"]],
      ["sesv2", ["ses-down-sesv2"], []],
    ]);
    assert.deepEqual(faultsOfAll(faults), [faults[2]]);
    assert.deepEqual(faultsOfFunction(faults, "foyer-trigger"), [faults[3]]);
    assert.deepEqual(faultsOfPreset(faults, "ses-down"), [faults[0]]);
  });

  it("finds operations by a part of their name, and all of a service by the service's", () => {
    const found = (search: string) =>
      boardOf(operations, [], search).map(({ service, operations }) => [service, operations.map(({ operation }) => operation)]);
    assert.deepEqual(found("sendem"), [["sesv2", ["SendEmail"]]]);
    assert.deepEqual(found("SESV"), [["sesv2", ["SendEmail", "GetAccount"]]]);
    assert.deepEqual(found("nothing"), []);
  });

  it("says in words what a fault does and for whom", () => {
    assert.deepEqual(faults.map(effectWords), ["hang", "throttle, 1 in 3", "1.5 s later", "hang"]);
    assert.deepEqual(faults.map(targetWords), [
      "every call of sesv2",
      "PutItem of dynamodb",
      "every call",
      "invocations of foyer-trigger",
    ]);
    assert.deepEqual([1, undefined, 0.5, 0.15, 0].map(shareWords), ["", "", "1 in 2", "15 %", "0 %"]);
    assert.equal(effectWords(set("x", { kind: "error", name: "Boom", count: 2, after: 3 })), "error Boom, from call 4, 2 times");
  });
});
