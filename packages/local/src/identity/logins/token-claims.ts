import { type Claims, isJwt, readClaims } from "../../cognito/tokens/jwt.ts";
import { invalidLogin } from "../errors.ts";

/** The claims of a token, of which nothing has been checked. @throws NotAuthorizedException */
export function claimsOfToken(token: string): Claims {
  const claims = isJwt(token) ? readClaims(token) : undefined;
  if (!claims) throw invalidLogin("Not a valid OpenId Connect identity token.");
  return claims;
}

/** Who the token is for. @throws NotAuthorizedException without an `aud`, as an access token is */
export function audienceOf({ aud }: Claims): string {
  const [audience] = [aud ?? []].flat();
  if (typeof audience !== "string") throw invalidLogin("Missing a required claim: aud");
  return audience;
}

/** Whom the token is about. @throws NotAuthorizedException */
export function subjectOf({ sub }: Claims): string {
  if (typeof sub !== "string" || sub === "") throw invalidLogin("Missing a required claim: sub");
  return sub;
}

/** @param now in milliseconds since the epoch. @throws NotAuthorizedException */
export function checkExpiry({ exp }: Claims, now: number): void {
  if (typeof exp !== "number") throw invalidLogin("Missing a required claim: exp");
  const seconds = Math.floor(now / 1000);
  if (seconds >= exp) throw invalidLogin(`Token expired: ${seconds} >= ${exp}`);
}
