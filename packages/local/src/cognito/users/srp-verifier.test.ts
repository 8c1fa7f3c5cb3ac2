import assert from "node:assert/strict";
import { createHash, getDiffieHellman, randomBytes } from "node:crypto";
import { describe, it } from "node:test";
import { srpVerifier } from "./srp-verifier.ts";

/** As Cognito's clients write it: in hexadecimal text, with square-and-multiply. */
function verifierOfClients(poolName: string, user: string, password: string, salt: Buffer): string {
  const hexHash = (hex: string) => createHash("sha256").update(Buffer.from(hex, "hex")).digest("hex");
  const padHex = (hex: string) => (hex.length % 2 ? `0${hex}` : /^[89a-f]/.test(hex) ? `00${hex}` : hex);
  const identity = createHash("sha256").update(`${poolName}${user}:${password}`).digest("hex").padStart(64, "0");
  let exponent = BigInt(`0x${hexHash(padHex(BigInt(`0x${salt.toString("hex")}`).toString(16)) + identity)}`);
  const modulus = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
  let [result, base] = [1n, 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result.toString(16).padStart(768, "0");
}

describe("the SRP verifier", () => {
  it("is what Cognito's clients compute from the same salt, user and password", () => {
    for (const password of ["Correct-horse-7", "pässwörd-9 ☃", "x".repeat(256)]) {
      for (const first of [0x01, 0x0f, 0x7f]) {
        const salt = Buffer.concat([Buffer.from([first]), randomBytes(15)]);
        const expected = verifierOfClients("AbCdEf123", "ada", password, salt);
        assert.equal(Buffer.from(srpVerifier("AbCdEf123", "ada", password, salt)).toString("hex"), expected);
      }
    }
  });
});
