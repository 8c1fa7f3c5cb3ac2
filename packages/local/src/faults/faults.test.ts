import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Clock } from "../clock.ts";
import type { Fault } from "./fault.ts";
import { Faults, type FaultTarget } from "./faults.ts";

const operations: Record<string, string[]> = { dynamodb: ["PutItem", "UpdateItem"], sesv2: ["SendEmail"] };
const developer = { kind: "developer" as const };
const worker = { kind: "function" as const, functionName: "worker" };
const put: FaultTarget = { service: "dynamodb", operation: "PutItem", caller: developer };
const update: FaultTarget = { service: "dynamodb", operation: "UpdateItem", caller: worker };
const send: FaultTarget = { service: "sesv2", operation: "SendEmail", caller: worker };

function setFaults(...set: Fault[]): Faults & { clock: Clock } {
  const clock = new Clock();
  const faults = new Faults({ clock, operationsOf: (service) => operations[service] });
  for (const fault of set) faults.add(fault);
  return Object.assign(faults, { clock });
}
const kinds = (faults: Faults, target: FaultTarget) => faults.strike(target).map(({ kind }) => kind);
/** Which of the next `calls` calls are struck, as ones and zeros. */
const pattern = (faults: Faults, target: FaultTarget, calls: number) =>
  Array.from({ length: calls }, () => faults.strike(target).length).join("");

describe("a fault", () => {
  it("is for the calls that its service, operation and calling function name", () => {
    assert.deepEqual(
      [put, update, send].map((target) => kinds(setFaults({ kind: "hang" }), target).length),
      [1, 1, 1],
    );
    const byService = setFaults({ service: "dynamodb", kind: "hang" });
    assert.deepEqual(
      [put, update, send].map((target) => kinds(byService, target).length),
      [1, 1, 0],
    );
    const byOperation = setFaults({ service: "dynamodb", operation: "UpdateItem", kind: "hang" });
    assert.deepEqual(
      [put, update, send].map((target) => kinds(byOperation, target).length),
      [0, 1, 0],
    );
    const byCaller = setFaults({ callerFunction: "worker", kind: "hang" });
    assert.deepEqual(
      [put, update, send].map((target) => kinds(byCaller, target).length),
      [0, 1, 1],
    );
  });

  it("with a functionName is for the invocations of that function and for no call", () => {
    const faults = setFaults({ functionName: "worker", kind: "hang" });
    assert.deepEqual([kinds(faults, update), kinds(faults, { functionName: "other" })], [[], []]);
    assert.deepEqual(kinds(faults, { functionName: "worker" }), ["hang"]);
    assert.deepEqual(kinds(setFaults({ functionName: "*", kind: "hang" }), { functionName: "other" }), ["hang"]);
    assert.deepEqual(kinds(setFaults({ kind: "hang" }), { functionName: "worker" }), []);
  });

  it("that crashes a function is for no call of a developer", () => {
    const faults = setFaults({ kind: "crash-function" });
    assert.deepEqual([kinds(faults, put), kinds(faults, update)], [[], ["crash-function"]]);
  });

  it("lets the first calls pass, strikes as often as it is told, and says how often it did", () => {
    const faults = setFaults({ service: "dynamodb", operation: "UpdateItem", kind: "throttle", after: 3, count: 2 });
    kinds(faults, put);
    assert.equal(pattern(faults, update, 7), "0001100");
    const [fault] = faults.list();
    assert.deepEqual([fault?.id, fault?.seen, fault?.fired, fault?.isActive], ["fault-1", 5, 2, false]);
  });

  it("ends when its time is over by the clock", () => {
    const faults = setFaults({ kind: "throttle", forMs: 60_000 });
    faults.clock.advance(59_000);
    assert.equal(pattern(faults, put, 1), "1");
    faults.clock.advance(1000);
    assert.equal(pattern(faults, put, 1), "0");
    assert.equal(faults.list()[0]?.isActive, false);
  });

  it("strikes about as often as its probability says, and the same calls for the same seed", () => {
    const faults = setFaults({ service: "dynamodb", kind: "throttle", probability: 1 / 3 });
    const first = pattern(faults, put, 3000);
    const share = [...first].filter((hit) => hit === "1").length / 3000;
    assert.ok(share > 0.3 && share < 0.37, `${share}`);
    faults.seed(1);
    assert.equal(pattern(faults, put, 3000), first);
    faults.seed(2);
    assert.notEqual(pattern(faults, put, 3000), first);
  });

  it("is struck or not by its own calls alone, however those of another fall between", () => {
    const set: Fault[] = [
      { service: "dynamodb", kind: "throttle", probability: 0.5 },
      { service: "sesv2", kind: "throttle", probability: 0.5 },
    ];
    const alone = pattern(setFaults(...set), send, 40);
    const faults = setFaults(...set);
    const between = Array.from({ length: 40 }, () => {
      faults.strike(put);
      return faults.strike(send).length;
    });
    assert.equal(between.join(""), alone);
    assert.notEqual(pattern(setFaults(...set), put, 40), alone);
  });

  it("behind one that ends the call is not looked at; a latency ends nothing", () => {
    const faults = setFaults(
      { kind: "latency", ms: 5 },
      { kind: "reply-lost" },
      { kind: "throttle", after: 1 },
      { kind: "hang", after: 1 },
    );
    assert.deepEqual(kinds(faults, put), ["latency", "reply-lost"]);
    assert.deepEqual(kinds(faults, put), ["latency", "reply-lost", "throttle"]);
    assert.deepEqual(
      faults.list().map(({ seen }) => seen),
      [2, 2, 2, 1],
    );
  });

  it("replaces the one of the same id and can be removed by it", () => {
    const faults = setFaults({ id: "mine", kind: "hang" });
    faults.add({ id: "mine", kind: "throttle" });
    assert.deepEqual(kinds(faults, put), ["throttle"]);
    assert.deepEqual([faults.remove("mine"), faults.remove("mine"), faults.list()], [true, false, []]);
    assert.deepEqual([faults.add({ kind: "hang" }), faults.add({ kind: "hang" })], ["fault-1", "fault-2"]);
    faults.clear();
    assert.deepEqual(faults.list(), []);
  });

  const refused: [fault: unknown, message: RegExp][] = [
    [null, /^A fault must be an object$/],
    [{}, /'kind' must be one of error, throttle, .*: current value is absent$/],
    [{ kind: "toString" }, /current value is "toString"$/],
    [{ kind: "error" }, /kind 'error' needs 'name'$/],
    [{ kind: "latency" }, /kind 'latency' needs 'ms'$/],
    [{ kind: "latency", ms: -1 }, /'ms' must be milliseconds below 2\^31: current value is -1$/],
    [{ kind: "hang", name: "X" }, /kind 'hang' has no 'name': it takes kind, id, service/],
    [{ kind: "hang", probability: 1.5 }, /'probability' must be a number from 0 to 1: current value is 1.5$/],
    [{ kind: "hang", count: 0 }, /'count' must be a whole number from 1/],
    [{ kind: "hang", after: 1.5 }, /'after' must be a whole number from 0/],
    [{ kind: "error", name: "X", status: 200 }, /'status' must be an HTTP status from 400 to 599/],
    [{ kind: "crash-local", when: "now" }, /'when' must be 'before' or 'after'/],
    [{ kind: "hang", id: "a b" }, /'id' must be 1 to 64 of/],
    [{ kind: "hang", service: "ec2" }, /^There is no service 'ec2' here/],
    [{ kind: "hang", service: "sesv2", operation: "SendEmial" }, /^There is no operation 'SendEmial' of sesv2 here/],
    [{ kind: "hang", operation: "SendEmail" }, /^A fault for the operation 'SendEmail' must name its service$/],
    [{ kind: "hang", functionName: "f", callerFunction: "g" }, /not both$/],
    [
      { kind: "hang", functionName: "f", service: "sesv2" },
      /^A fault with 'functionName' is for lambda Invoke, not for sesv2 \*$/,
    ],
  ];
  for (const [fault, message] of refused) {
    it(`is refused: ${JSON.stringify(fault)}`, () => {
      const faults = setFaults();
      assert.throws(() => faults.add(fault as Fault), { name: "FaultError", message });
      assert.deepEqual(faults.list(), []);
    });
  }

  it("takes a seed that is a whole number only", () => {
    assert.throws(() => setFaults().seed(1.5), { name: "FaultError", message: /whole number from 0: current value is 1.5$/ });
  });
});
