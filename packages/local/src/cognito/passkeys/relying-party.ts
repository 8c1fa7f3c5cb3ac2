import type { WebAuthnConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { webAuthnConfigurationMissing, webAuthnNotEnabled } from "./errors.ts";

/** The relying party of a pool's passkeys. */
export interface RelyingParty {
  id: string;
  userVerification: NonNullable<WebAuthnConfigurationType["UserVerification"]>;
}

/** True if the pool lets users sign in with passkeys. */
export function allowsPasskeys(pool: UserPool): boolean {
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return factors.includes("WEB_AUTHN");
}

/** @throws WebAuthnNotEnabledException, WebAuthnConfigurationMissingException */
export function relyingPartyOf(cognito: Cognito, pool: UserPool): RelyingParty {
  if (!allowsPasskeys(pool)) throw webAuthnNotEnabled();
  const { RelyingPartyId: id, UserVerification = "preferred" } = cognito.mfa.pools.webAuthnOf(pool) ?? {};
  if (!id) throw webAuthnConfigurationMissing();
  return { id, userVerification: UserVerification };
}
