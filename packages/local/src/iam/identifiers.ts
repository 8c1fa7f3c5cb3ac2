import { randomBytes } from "node:crypto";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** IAM's unique ids, which tell by their first four letters what they are of: `AROA` a role, `ANPA` a managed policy. 21 characters. */
export function uniqueId(prefix: "AROA" | "ANPA"): string {
  return prefix + randomLetters(17);
}

/** A key pair with its session token, as STS hands them out. */
export function temporaryCredentials(): { accessKeyId: string; secretAccessKey: string; sessionToken: string } {
  return {
    accessKeyId: `ASIA${randomLetters(16)}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(258).toString("base64"),
  };
}

function randomLetters(count: number): string {
  return Array.from(randomBytes(count), (byte) => base32[byte % 32]).join("");
}
