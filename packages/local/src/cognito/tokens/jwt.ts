import { sign, verify } from "node:crypto";
import type { SigningKey } from "./signing-keys.ts";

export type Claims = Record<string, unknown>;

/** A compact JWS, RS256. */
export function signJwt(key: SigningKey, claims: Claims): string {
  const content = `${encode({ kid: key.keyId, alg: "RS256" })}.${encode(claims)}`;
  return `${content}.${sign("RSA-SHA256", Buffer.from(content), key.privateKey).toString("base64url")}`;
}

/** True if a token has the three parts of a signed one; a refresh token has five. */
export function isJwt(token: string): boolean {
  return token.split(".").length === 3;
}

/** The claims of a token before anything of it is checked; undefined if it is not a JWT. */
export function readClaims(token: string): Claims | undefined {
  const payload = token.split(".")[1];
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Claims) : undefined;
  } catch {
    return undefined;
  }
}

/** True if `key` signed the token; the algorithm that the token names is not asked. */
export function isSignedBy(key: SigningKey, token: string): boolean {
  const end = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  return verify("RSA-SHA256", Buffer.from(token.slice(0, end)), key.publicKey, signature);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
