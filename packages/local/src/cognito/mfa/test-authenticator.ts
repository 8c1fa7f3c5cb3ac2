import { createHmac } from "node:crypto";

/** The code of an authenticator app, by RFC 4226 and RFC 6238 and independent of `totp.ts`: bits as text, bytes one by one. */
export function authenticatorCode(secretCode: string, atMs: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secretCode].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/[01]{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.from(
    Math.floor(atMs / 30_000)
      .toString(16)
      .padStart(16, "0"),
    "hex",
  );
  const hash = [...createHmac("sha1", key).update(counter).digest()] as [number, ...number[]];
  const offset = (hash[19] as number) % 16;
  const [a, b, c, d] = hash.slice(offset, offset + 4) as [number, number, number, number];
  const truncated = (a % 128) * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return truncated.toString().slice(-6).padStart(6, "0");
}
