import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ChecksumAlgorithm, checksumAlgorithms, checksumOfParts, isCombinable, startChecksum } from "./checksum.ts";

function checksum(algorithm: ChecksumAlgorithm, ...pieces: Uint8Array[]): string {
  const running = startChecksum(algorithm);
  for (const piece of pieces) running.update(piece);
  return running.digest();
}
const hex = (base64: string) => Buffer.from(base64, "base64").toString("hex");

test("the CRCs of 123456789 are those of the catalogue of CRCs", () => {
  const digits = Buffer.from("123456789");
  assert.equal(hex(checksum("CRC32", digits)), "cbf43926");
  assert.equal(hex(checksum("CRC32C", digits)), "e3069283");
  assert.equal(hex(checksum("CRC64NVME", digits)), "ae8b14860a799888");
});

test("a checksum does not depend on how the bytes arrive", () => {
  const split = fc.record({
    bytes: fc.uint8Array({ maxLength: 300 }),
    at: fc.nat(300),
    algorithm: fc.constantFrom(...checksumAlgorithms),
  });
  fc.assert(
    fc.property(split, ({ bytes, at, algorithm }) => {
      assert.equal(checksum(algorithm, bytes.subarray(0, at), bytes.subarray(at)), checksum(algorithm, bytes));
    }),
  );
});

test("the CRC of a whole is told from those of its parts", () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 5 });
  const algorithms = fc.constantFrom(...checksumAlgorithms.filter(isCombinable));
  fc.assert(
    fc.property(parts, algorithms, (pieces, algorithm) => {
      const sums = pieces.map((piece) => ({ value: checksum(algorithm, piece), size: piece.length }));
      assert.equal(checksumOfParts({ algorithm, type: "FULL_OBJECT" }, sums), checksum(algorithm, ...pieces));
    }),
  );
});
