import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Cbor, readCbor } from "./cbor.ts";

const read = (hexadecimal: string) => readCbor(Buffer.from(hexadecimal, "hex"));

describe("CBOR", () => {
  it("is read as the examples of RFC 8949, appendix A", () => {
    const examples: [string, Cbor][] = [
      ["00", 0],
      ["17", 23],
      ["1818", 24],
      ["1903e8", 1_000],
      ["1a000f4240", 1_000_000],
      ["20", -1],
      ["3903e7", -1_000],
      ["f4", false],
      ["f5", true],
      ["f6", null],
      ["4401020304", Buffer.of(1, 2, 3, 4)],
      ["6449455446", "IETF"],
      ["62c3bc", "ü"],
      ["8301820203820405", [1, [2, 3], [4, 5]]],
      [
        "a201020304",
        new Map([
          [1, 2],
          [3, 4],
        ]),
      ],
    ];
    for (const [hexadecimal, value] of examples) {
      assert.deepEqual(read(hexadecimal), { value, end: hexadecimal.length / 2 }, hexadecimal);
    }
  });

  it("is refused where it ends too early, claims more than there is, nests too deep or is of another kind", () => {
    const refused = [
      "",
      "18",
      "44010203",
      "62c3",
      "8301",
      "a101",
      "9affffffff",
      "bbffffffffffffffff",
      "1b000000e8d4a51000",
      "c0",
      "f97e00",
      "9f",
    ];
    for (const hexadecimal of [...refused, `${"81".repeat(9)}00`])
      assert.throws(() => read(hexadecimal), RangeError, hexadecimal);
    assert.equal(read(`${"81".repeat(8)}00`).end, 9);
  });
});
