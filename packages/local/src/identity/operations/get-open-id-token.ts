import type { GetOpenIdTokenInput, GetOpenIdTokenResponse } from "@aws-sdk/client-cognito-identity";
import { methodsOf, sessionTagsOf } from "../credentials/identity-session.ts";
import { invalidParameter } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";
import { proveIdentity } from "../logins/prove-identity.ts";
import { signOwnToken } from "../tokens/open-id-token.ts";

const lifeSeconds = 600;

/** What the classic flow begins with: with the token a client assumes a role at STS by itself. */
export const getOpenIdToken: IdentityOperation<GetOpenIdTokenInput, GetOpenIdTokenResponse> = async (
  cognito,
  { IdentityId = "", Logins },
) => {
  const { poolId } = cognito.identities.get(IdentityId);
  if (!cognito.pools.get(poolId).settings.AllowClassicFlow) {
    throw invalidParameter("Basic (classic) flow is not enabled, please use enhanced flow.");
  }
  const proven = await proveIdentity(cognito, IdentityId, Logins);
  const subject = proven.identity.id;
  const token = { subject, audience: poolId, methods: methodsOf(proven), tags: sessionTagsOf(cognito, proven) };
  return { IdentityId: subject, Token: await signOwnToken(cognito, token, lifeSeconds) };
};
