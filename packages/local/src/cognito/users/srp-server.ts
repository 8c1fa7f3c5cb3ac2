import { createHash, hkdfSync, randomBytes } from "node:crypto";
import { invalidParameter } from "../errors.ts";
import { modularPower, modulus, toBytes, toInteger } from "./modular-power.ts";

/** The server's half of one SRP exchange; it lives as long as its challenge. */
export interface ServerKey {
  /** 32 bytes; goes into the session, never to a client. */
  privateKey: Uint8Array;
  /** `SRP_B`: (k * v + g^b) mod N in hexadecimal. */
  publicKey: string;
}

/** What both sides of an SRP exchange have said. */
export interface SrpExchange {
  /** `SRP_A`, hexadecimal. */
  clientPublicKey: string;
  serverPrivateKey: Uint8Array;
  /** `SRP_B`, hexadecimal. */
  serverPublicKey: string;
  /** The password's or the device secret's, see `srp-verifier.ts`. */
  verifier: Uint8Array;
}

const multiplier = toInteger(hashOf(padded(modulus), padded(2n)));

/** A fresh key pair for a user with this verifier. */
export async function createServerKey(verifier: Uint8Array): Promise<ServerKey> {
  const privateKey = randomBytes(32);
  // A first bit of one keeps the exponent at the 256 bits that RFC 5054 asks for.
  privateKey[0] = (privateKey[0] as number) | 0x80;
  const publicKey = (multiplier * toInteger(verifier) + (await modularPower(2n, privateKey))) % modulus;
  return { privateKey, publicKey: publicKey.toString(16) };
}

/**
 * The 16 bytes with which a client that knows the password signs its claim.
 * @throws InvalidParameterException for an `SRP_A` that is no number, or zero modulo N, which would give the key away.
 */
export async function passwordClaimKey(exchange: SrpExchange): Promise<Buffer> {
  const clientKey = readClientPublicKey(exchange.clientPublicKey);
  const scrambler = hashOf(padded(clientKey), padded(BigInt(`0x${exchange.serverPublicKey}`)));
  const base = (clientKey * (await modularPower(toInteger(exchange.verifier), scrambler))) % modulus;
  const shared = padded(await modularPower(base, exchange.serverPrivateKey));
  return Buffer.from(hkdfSync("sha256", shared, padded(toInteger(scrambler)), "Caldera Derived Key", 16));
}

/** The number that `SRP_A` stands for. @throws InvalidParameterException */
export function readClientPublicKey(hexadecimal: string): bigint {
  if (!/^[0-9a-f]{1,1024}$/i.test(hexadecimal)) throw invalidParameter("SRP_A is not a hexadecimal number");
  const key = BigInt(`0x${hexadecimal}`);
  if (key % modulus === 0n) throw invalidParameter("SRP_A mod N must not be zero");
  return key;
}

/** As Cognito's clients hash integers: big-endian, with a zero byte before a first bit that is one. */
function padded(value: bigint): Buffer {
  const bytes = toBytes(value);
  return (bytes[0] as number) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

function hashOf(...parts: Uint8Array[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
