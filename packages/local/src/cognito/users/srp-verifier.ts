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
const exponentBytes = 32;

/** The group, with powers of its generator g = 2 that are worth keeping. */
interface Group {
  modulus: bigint;
  /** `nibbles[i][d]` is g^(d * 16^i) mod N. */
  nibbles: bigint[][];
  /** `bytes[i][d]` is g^(d * 256^i) mod N, filled in as exponents ask for it; 3 MB once it is full. */
  bytes: (bigint | undefined)[][];
}

let group: Group | undefined;

/** g^exponent mod N by one multiplication a byte: 0.5 ms once warm and 1 ms before, where square-and-multiply takes 11. */
function powerOfGenerator(exponent: Uint8Array): bigint {
  group ??= createGroup();
  let result = 1n;
  for (let position = 0; position < exponentBytes; position++) {
    const byte = exponent[exponentBytes - 1 - position] as number;
    result = (result * powerOfByte(group, position, byte)) % group.modulus;
  }
  return result;
}

function powerOfByte({ modulus, nibbles, bytes }: Group, position: number, byte: number): bigint {
  const known = bytes[position] as (bigint | undefined)[];
  const low = nibbles[2 * position]?.[byte & 15] as bigint;
  const high = nibbles[2 * position + 1]?.[byte >> 4] as bigint;
  known[byte] ??= (low * high) % modulus;
  return known[byte];
}

/** Takes about 17 ms, hence made at the first password and not at the start. */
function createGroup(): Group {
  const modulus = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
  const nibbles: bigint[][] = [];
  let base = 2n;
  for (let position = 0; position < 2 * exponentBytes; position++) {
    const row = [1n];
    for (let digit = 1; digit < 16; digit++) row.push(((row[digit - 1] as bigint) * base) % modulus);
    nibbles.push(row);
    base = ((row.at(-1) as bigint) * base) % modulus;
  }
  return { modulus, nibbles, bytes: Array.from({ length: exponentBytes }, () => new Array(256)) };
}
