import { createHash, randomBytes } from "node:crypto";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** IAM's unique ids, which tell by their first four letters what they are of: `AROA` a role, `ANPA` a managed policy. 21 characters. */
export function uniqueId(prefix: "AROA" | "ANPA"): string {
  return prefix + randomLetters(17);
}

/** An id for a role that nobody has made here, always the same for its ARN. */
export function derivedRoleId(roleArn: string): string {
  return `AROA${letters(createHash("sha256").update(roleArn).digest().subarray(0, 17))}`;
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
  return letters(randomBytes(count));
}

function letters(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => base32[byte % 32]).join("");
}
