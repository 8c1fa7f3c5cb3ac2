import { createPublicKey, type JsonWebKey, type VerifyKeyObjectInput, verify } from "node:crypto";
import { FederationError } from "../federation-error.ts";
import { outsideJson } from "../outside-fetch.ts";

/** What an ID token must be. */
export interface ExpectedIdToken {
  issuer: string;
  clientId: string;
  nonce: string | undefined;
  /** Where the issuer's keys are. */
  jwks: string;
  /** Milliseconds since the epoch, by the machine's clock: the issuer is not moved with the local one. */
  now: number;
}

// Only signatures by a key pair: who knows the client's secret must not be able to make an ID token.
const algorithms = new Map<string, { keyType: string; hash: string; options?: Omit<VerifyKeyObjectInput, "key"> }>(
  ["256", "384", "512"].flatMap((bits) => [
    [`RS${bits}`, { keyType: "RSA", hash: `sha${bits}` }] as const,
    [`ES${bits}`, { keyType: "EC", hash: `sha${bits}`, options: { dsaEncoding: "ieee-p1363" as const } }] as const,
  ]),
);

const toleranceMs = 60_000;

/** Reads an ID token that its issuer signed, by OpenID Connect Core 3.1.3.7. @returns the claims @throws FederationError */
export async function verifyIdToken(token: string, expected: ExpectedIdToken): Promise<Record<string, unknown>> {
  const [head = "", body = "", signature = "", ...rest] = token.split(".");
  const header = parse(head);
  const claims = parse(body);
  if (!header || !claims || !signature || rest.length > 0) throw refusal("is no signed token");
  const algorithm = algorithms.get(String(header.alg));
  if (!algorithm) throw refusal("is signed by an algorithm that is not taken");
  const { keys } = await outsideJson("The issuer's key set", expected.jwks);
  const fitting = (Array.isArray(keys) ? (keys as JsonWebKey[]) : []).filter(
    ({ kty, kid, use }) =>
      kty === algorithm.keyType && (use === undefined || use === "sig") && (header.kid === undefined || kid === header.kid),
  );
  const content = Buffer.from(`${head}.${body}`);
  const bytes = Buffer.from(signature, "base64url");
  const signed = fitting.some((key) => {
    try {
      const publicKey = createPublicKey({ key, format: "jwk" });
      return verify(algorithm.hash, content, { key: publicKey, ...algorithm.options }, bytes);
    } catch {
      return false;
    }
  });
  if (!signed) throw refusal("has no valid signature");
  checkClaims(claims, expected);
  return claims;
}

function checkClaims(claims: Record<string, unknown>, { issuer, clientId, nonce, now }: ExpectedIdToken): void {
  const audiences = [claims.aud].flat();
  if (claims.iss !== issuer) throw refusal("is of another issuer");
  if (!audiences.includes(clientId)) throw refusal("is for another audience");
  if (audiences.length > 1 && claims.azp !== clientId) throw refusal("is for another party");
  if (!(Number(claims.exp) * 1_000 > now - toleranceMs)) throw refusal("has expired");
  if (!(Number(claims.iat) * 1_000 < now + toleranceMs)) throw refusal("is of a time to come");
  if (claims.nbf !== undefined && !(Number(claims.nbf) * 1_000 < now + toleranceMs)) throw refusal("is not yet valid");
  if (nonce !== undefined && claims.nonce !== nonce) throw refusal("has another nonce");
  if (typeof claims.sub !== "string" || claims.sub === "") throw refusal("names no subject");
}

function refusal(what: string): FederationError {
  return new FederationError(`The ID token of the identity provider ${what}`);
}

function parse(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
