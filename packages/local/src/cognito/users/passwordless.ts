import type { UserPool } from "../pools/user-pools.ts";

/** True if people of the pool can sign in without a password: by a code that they are sent, or by a passkey. */
export function allowsPasswordless(pool: UserPool): boolean {
  const factors = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  return factors.some((factor) => factor !== "PASSWORD");
}
