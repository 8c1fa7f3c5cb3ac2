import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { authenticatorCode } from "./test-authenticator.ts";
import { base32, stepOf } from "./totp.ts";

// The examples of RFC 6238, appendix B: seconds and the last six digits of the SHA-1 code.
const examples: [number, string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];
const secret = Buffer.from("12345678901234567890");

describe("a time-based one-time password", () => {
  it("is the code that RFC 6238 gives as an example", () => {
    assert.equal(base32(secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    for (const [seconds, code] of examples) {
      assert.equal(stepOf(secret, code, seconds * 1_000), Math.floor(seconds / 30), `at ${seconds} s`);
      assert.equal(authenticatorCode(base32(secret), seconds * 1_000), code);
    }
  });

  it("holds one step before and after its own, and no longer", () => {
    const [seconds, code] = examples[1] as [number, string];
    const step = Math.floor(seconds / 30);
    for (const steps of [-1, 0, 1]) assert.equal(stepOf(secret, code, (step + steps) * 30_000), step);
    for (const steps of [-2, 2]) assert.equal(stepOf(secret, code, (step + steps) * 30_000), undefined);
  });
});
