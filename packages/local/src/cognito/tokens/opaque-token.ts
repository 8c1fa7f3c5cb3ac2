import { randomBytes } from "node:crypto";

const header = Buffer.from(JSON.stringify({ cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" })).toString("base64url");

// Of the encrypted key, the initialization vector, the ciphertext and the tag of a JWE as Cognito's are.
const partBytes = [256, 12, 720, 16];

/** A new refresh token: it has the form of a JWE, as Cognito's have, but holds nothing. About 1,400 characters. */
export function createOpaqueToken(): string {
  return [header, ...partBytes.map((bytes) => randomBytes(bytes).toString("base64url"))].join(".");
}
