import { createHash, getDiffieHellman } from "node:crypto";

/**
 * The SRP verifier g^x mod N as Cognito's clients compute it: the 3072-bit group of RFC 3526, g = 2 and
 * x = H(salt | H(poolName + userIdForSrp + ":" + password)) with SHA-256. 384 bytes, big-endian.
 * @param salt as Cognito's clients pad it: a positive big-endian integer, so its first bit is zero.
 */
export function srpVerifier(poolName: string, userIdForSrp: string, password: string, salt: Uint8Array): Uint8Array {
  const identity = createHash("sha256").update(`${poolName}${userIdForSrp}:${password}`).digest();
  const x = createHash("sha256").update(salt).update(identity).digest();
  const verifier = powerOfGenerator(x)
    .toString(16)
    .padStart(modulusBytes * 2, "0");
  return Buffer.from(verifier, "hex");
}

const modulusBytes = 384;
const windowBits = 4;
const windows = 256 / windowBits;

let group: { modulus: bigint; powers: bigint[][] } | undefined;

/** g^exponent mod N for a 256-bit exponent: one multiplication a window, about 1 ms where square-and-multiply takes 11. */
function powerOfGenerator(exponent: Uint8Array): bigint {
  group ??= createGroup();
  const { modulus, powers } = group;
  let result = 1n;
  for (let index = 0; index < exponent.length; index++) {
    const byte = exponent[exponent.length - 1 - index] as number;
    result = (result * (powers[2 * index]?.[byte & 15] as bigint)) % modulus;
    result = (result * (powers[2 * index + 1]?.[byte >> 4] as bigint)) % modulus;
  }
  return result;
}

/** `powers[i][j]` is g^(j * 16^i) mod N. Takes about 17 ms, hence made at the first password and not at the start. */
function createGroup(): { modulus: bigint; powers: bigint[][] } {
  const modulus = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
  const powers: bigint[][] = [];
  let base = 2n;
  for (let window = 0; window < windows; window++) {
    const row = [1n];
    for (let digit = 1; digit < 2 ** windowBits; digit++) row.push(((row[digit - 1] as bigint) * base) % modulus);
    powers.push(row);
    base = ((row.at(-1) as bigint) * base) % modulus;
  }
  return { modulus, powers };
}
