import { verify } from "node:crypto";
import { invalidLogin, unsupportedProvider } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { Provider } from "../pools/providers.ts";
import { issuerUrl } from "./provider-keys.ts";
import { audienceOf, checkExpiry, claimsOfToken, subjectOf } from "./token-claims.ts";
import type { VerifiedLogin } from "./verified-login.ts";

const algorithms: Record<string, string> = { RS256: "RSA-SHA256", RS384: "RSA-SHA384", RS512: "RSA-SHA512" };

/**
 * Verifies the ID token of an OpenID Connect provider by the keys that the provider shows.
 * @throws NotAuthorizedException for a token that is not good, ExternalServiceException if the provider cannot be asked
 */
export async function verifyOidcLogin(
  { providerKeys, clock }: CognitoIdentity,
  { name, audiences }: Extract<Provider, { kind: "oidc" }>,
  token: string,
): Promise<VerifiedLogin> {
  const claims = claimsOfToken(token);
  const issuer = String(claims.iss).replace(/\/$/, "");
  if (issuer !== issuerUrl(name) && issuer !== name) throw invalidLogin("Issuer doesn't match providerName");
  const audience = audienceOf(claims);
  if (audiences && !audiences.includes(audience)) throw unsupportedProvider();
  const { alg, kid } = headerOf(token);
  const key = await providerKeys.find(name, kid);
  const algorithm = Object.hasOwn(algorithms, alg) ? algorithms[alg] : undefined;
  const end = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  if (!key || algorithm === undefined || !verify(algorithm, Buffer.from(token.slice(0, end)), key, signature)) {
    throw invalidLogin("Token signature invalid.");
  }
  checkExpiry(claims, clock.now());
  const subject = subjectOf(claims);
  return { provider: name, subject, claims, mappedAs: name, methods: [name, `${name}:${audience}:${subject}`] };
}

function headerOf(token: string): { alg: string; kid: string | undefined } {
  try {
    const header = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8")) as Record<string, unknown>;
    return { alg: String(header.alg), kid: typeof header.kid === "string" ? header.kid : undefined };
  } catch {
    throw invalidLogin("Not a valid OpenId Connect identity token.");
  }
}
