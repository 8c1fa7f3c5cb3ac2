import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lookOf } from "../../log-look.ts";
import { filtered, jsonOf } from "./log-lines.ts";

describe("the lines of a log", () => {
  it("tell Lambda's own lines and errors from the rest", () => {
    assert.deepEqual(["START RequestId: 1 Version: 1", "2026\t1\tERROR\tno", '{"level":"error"}', "hello"].map(lookOf), [
      "quiet",
      "bad",
      "bad",
      undefined,
    ]);
  });

  it("are found by every word of a filter, also by their invocation", () => {
    const lines = [
      { text: "Welcome sent", invocationId: "abc-1" },
      { text: "welcome failed", invocationId: "def-2" },
    ];
    assert.deepEqual(filtered(lines, "WELCOME  sent"), [lines[0]]);
    assert.deepEqual(filtered(lines, "def-2"), [lines[1]]);
    assert.equal(filtered(lines, " ").length, 2);
  });

  it("give the JSON that they end with", () => {
    assert.deepEqual(jsonOf('2026\t1\tINFO\t{"step":"welcome"}'), { step: "welcome" });
    assert.equal(jsonOf("no {json}"), undefined);
  });
});
