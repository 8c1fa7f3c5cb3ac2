import { createHash, timingSafeEqual } from "node:crypto";
import { issuerOf } from "../../tokens/issuer.ts";
import { openSignIn } from "./grant-user.ts";
import { OAuthError } from "./oauth-error.ts";
import type { TokenGrant } from "./token.ts";

/** Changes a code for tokens: once, for the client and the address that it was issued to, and by who began with its verifier. */
export const redeemCode: TokenGrant = async ({ cognito, pool, form }, client) => {
  const code = form.get("code");
  if (!code) throw new OAuthError("invalid_request");
  const keys = await cognito.signingKeys.of(pool.id);
  const grant = cognito.hostedPages.codes.redeem(code, client.id);
  if (!grant) throw new OAuthError("invalid_grant");
  if (form.get("redirect_uri") !== grant.redirectUri) throw new OAuthError("invalid_grant");
  if (!isProven(grant.codeChallenge, form.get("code_verifier"))) throw new OAuthError("invalid_grant");
  const user = cognito.users.byId(grant.userId);
  if (!user.enabled) throw new OAuthError("invalid_grant");
  const { scopes, nonce, groups, overrides, signedInAt } = grant;
  const issuer = issuerOf(cognito.region, pool);
  return openSignIn(cognito, client, { issuer, keys, client, user, groups, overrides, scopes, nonce }, signedInAt);
};

function isProven(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  if (!verifier) return false;
  const [expected, given] = [Buffer.from(challenge), Buffer.from(createHash("sha256").update(verifier).digest("base64url"))];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
