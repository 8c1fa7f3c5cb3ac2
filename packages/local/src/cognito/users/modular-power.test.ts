import assert from "node:assert/strict";
import { test } from "node:test";
import { modularPower, modulus } from "./modular-power.ts";

test("an exponent may begin with zero bytes, as one hash in 256 does", async () => {
  for (const exponent of ["007f12", "0080ff", "000000ff02", "ff02"]) {
    const expected = 5n ** BigInt(`0x${exponent}`) % modulus;
    assert.equal(await modularPower(5n, Buffer.from(exponent, "hex")), expected, exponent);
  }
});
