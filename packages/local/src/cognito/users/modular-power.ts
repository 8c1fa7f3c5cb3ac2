import { createPrivateKey, createPublicKey, diffieHellman, getDiffieHellman, type KeyObject } from "node:crypto";

const prime = getDiffieHellman("modp15").getPrime();

/** N of Cognito's SRP: the prime of RFC 3526's 3072-bit group. */
export const modulus = toInteger(prime);

/**
 * base^exponent mod N, computed in OpenSSL and off the main thread: as the shared secret of a Diffie-Hellman exchange whose private
 * key is the exponent. Half a millisecond of a core, where BigInt takes 11 ms of the main thread.
 */
export async function modularPower(base: bigint, exponent: Uint8Array): Promise<bigint> {
  const residue = base % modulus;
  // OpenSSL refuses the values that have no other powers than each other; a client may name them as a device's verifier.
  if (residue <= 1n) return residue;
  if (residue === modulus - 1n) return (exponent.at(-1) as number) % 2 === 0 ? 1n : residue;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const exchange = { privateKey: privateKey(exponent), publicKey: publicKey(toBytes(residue)) };
  diffieHellman(exchange, (error, secret) => (error ? reject(error) : resolve(secret)));
  return toInteger(await promise);
}

export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** Big-endian, without leading zeros. */
export function toBytes(value: bigint): Buffer {
  const text = value.toString(16);
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, "hex");
}

// Keys come in as DER: the constructor that takes the prime itself tests it for three seconds.
function privateKey(exponent: Uint8Array): KeyObject {
  const key = sequence(integer(Buffer.of(0)), algorithm, element(0x04, integer(exponent)));
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function publicKey(value: Uint8Array): KeyObject {
  return createPublicKey({
    key: sequence(algorithm, element(0x03, Buffer.of(0), integer(value))),
    format: "der",
    type: "spki",
  });
}

const dhKeyAgreement = Buffer.from("06092a864886f70d010301", "hex");
const algorithm = sequence(dhKeyAgreement, sequence(integer(prime), integer(Buffer.of(2))));

function sequence(...parts: Uint8Array[]): Buffer {
  return element(0x30, ...parts);
}

function integer(bytes: Uint8Array): Buffer {
  // DER wants the shortest form: one hash in 256, as an exponent, begins with a zero that must go.
  const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return element(0x02, (digits[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), digits]) : digits);
}

function element(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}
