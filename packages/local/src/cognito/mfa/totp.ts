import { createHmac, timingSafeEqual } from "node:crypto";

const stepMs = 30_000;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The secret as an authenticator app takes it: base32 without padding. */
export function base32(secret: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of secret) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >>> (bits - 5)) & 31];
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/**
 * The step of RFC 6238, counted in 30 seconds since the epoch, whose code is the given one; one step early or late is near enough.
 * @param now in milliseconds
 */
export function stepOf(secret: Uint8Array, code: string, now: number): number | undefined {
  const current = Math.floor(now / stepMs);
  return [current, current - 1, current + 1].find((step) => isCode(secret, step, code));
}

function isCode(secret: Uint8Array, step: number, code: string): boolean {
  const expected = Buffer.from(codeAt(secret, step));
  const given = Buffer.from(code);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) as number) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
