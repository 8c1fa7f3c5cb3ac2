import { sign, verify } from "node:crypto";
import { type Claims, isJwt, readClaims } from "../../cognito/tokens/jwt.ts";
import type { CognitoIdentity } from "../identity.ts";

/** What the service is called in trust policies, condition keys and `Logins`. */
export const ownProvider = "cognito-identity.amazonaws.com";
export const ownIssuer = `https://${ownProvider}`;

/** Where STS looks for session tags in a token. */
const tagsClaim = "https://aws.amazon.com/tags";

/** What a token says that an identity pool signed. */
export interface OwnToken {
  /** The identity. */
  subject: string;
  /** The pool. */
  audience: string;
  /** Its `amr`: `authenticated` and by what, or `unauthenticated`. */
  methods: string[];
  tags: Record<string, string>;
  /** Seconds since the epoch. */
  expiresAt: number;
}

/** Signs a token of an identity. */
export async function signOwnToken(
  { tokenKey, clock }: CognitoIdentity,
  { subject, audience, methods, tags }: Omit<OwnToken, "expiresAt">,
  lifeSeconds: number,
): Promise<string> {
  const { keyId, privateKey } = await tokenKey.pair();
  const iat = Math.floor(clock.now() / 1000);
  const principal_tags = Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, [value]]));
  const claims = {
    sub: subject,
    aud: audience,
    amr: methods,
    ...(Object.keys(tags).length > 0 && { [tagsClaim]: { principal_tags } }),
    iss: ownIssuer,
    exp: iat + lifeSeconds,
    iat,
  };
  const content = `${encode({ kid: keyId, typ: "JWS", alg: "RS512" })}.${encode(claims)}`;
  return `${content}.${sign("RSA-SHA512", Buffer.from(content), privateKey).toString("base64url")}`;
}

/** What is wrong with a token, in the words of identity pools. */
export interface TokenFault {
  fault: string;
  /** Seconds since the epoch, of a token whose only fault it is. */
  expiredAt?: number;
}

/** Reads and verifies a token that an identity pool signed. */
export async function readOwnToken(
  { tokenKey, clock }: CognitoIdentity,
  text: string,
): Promise<{ token: OwnToken } | TokenFault> {
  const claims = isJwt(text) ? readClaims(text) : undefined;
  if (!claims) return { fault: "Not a valid OpenId Connect identity token." };
  if (claims.iss !== ownIssuer) return { fault: "Issuer doesn't match providerName" };
  const { publicKey } = await tokenKey.pair();
  const end = text.lastIndexOf(".");
  const signature = Buffer.from(text.slice(end + 1), "base64url");
  // The algorithm that the token names is not asked.
  if (!verify("RSA-SHA512", Buffer.from(text.slice(0, end)), publicKey, signature)) return { fault: "Token signature invalid." };
  const expiresAt = Number(claims.exp);
  const now = Math.floor(clock.now() / 1000);
  if (now >= expiresAt) return { fault: `Token expired: ${now} >= ${expiresAt}`, expiredAt: expiresAt };
  return {
    token: {
      subject: String(claims.sub),
      audience: String(claims.aud),
      methods: claims.amr as string[],
      tags: tagsOf(claims),
      expiresAt,
    },
  };
}

function tagsOf(claims: Claims): Record<string, string> {
  const { principal_tags = {} } = (claims[tagsClaim] ?? {}) as { principal_tags?: Record<string, string[]> };
  return Object.fromEntries(Object.entries(principal_tags).map(([key, [value = ""]]) => [key, value]));
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
