import { once, requestLimits } from "../onboarding/aws-client.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import { claimPermission } from "../onboarding/identity-link.ts";
import { type IdentityRecordOptions, identityRecord, recordPermission } from "../onboarding/identity-record.ts";
import { recordIdentity } from "../onboarding/record-identity.ts";
import type { Step } from "../onboarding/step.ts";

export interface ClaimIdentityOptions extends IdentityRecordOptions {
  /** The developer provider name of the identity pool, such as `users.acme.com`. A pool keeps the one that it was given first. */
  provider: string;
}

const identityPools = once(async () => {
  const sdk = await import("../onboarding/sdk/cognito-identity.ts");
  return { sdk, client: new sdk.CognitoIdentityClient({ requestHandler: requestLimits }) };
});

/** The seconds for which the token that comes with the answer is good: nobody uses it. */
const TOKEN_SECONDS = 1;

/**
 * Asks the identity pool that `FOYER_IDENTITY_POOL_ID` names for the user's identity, before any sign-in, and writes its id on the user's
 * record. The server vouches for the user by `sub`, as a developer provider: the same user has the same identity always. Credentials for it
 * come through a backend too, or through `linkIdentity`, which ties the user's sign-in to it.
 */
export function claimIdentity(options: ClaimIdentityOptions): Step<"safe", void, { identityId: string }> {
  const { provider } = options;
  if (!/^[\w._-]{1,100}$/.test(provider))
    throw new OnboardingError(
      `Cannot use claimIdentity as 'provider' must be 1 to 100 of a-z, A-Z, 0-9, ., _ and -: current value is '${provider}'`,
    );
  const record = identityRecord("claimIdentity", options);
  return {
    replay: "safe",
    permissions: [claimPermission, recordPermission(record)],
    resources: { tables: [record.table], developerProviders: [provider], environment: ["FOYER_IDENTITY_POOL_ID"] },
    givesResult: true,
    logsResult: true,
    async run(user, _, { signal }) {
      const identityId = await claim(provider, user.sub, signal);
      const state = await recordIdentity(record, user, identityId, signal);
      if (state === "no record")
        throw new StepError("Cannot record the identity as the user has no record yet: saveUser makes it", { retry: true });
      if (state === "another") throw new StepError("Cannot record the identity as the user's record names another one");
      return { identityId };
    },
  };
}

async function claim(provider: string, sub: string, signal: AbortSignal): Promise<string> {
  const { FOYER_IDENTITY_POOL_ID: IdentityPoolId } = process.env;
  if (!IdentityPoolId)
    throw new StepError("Cannot claim the identity as FOYER_IDENTITY_POOL_ID must name the identity pool: it is not set");
  const { sdk, client } = await identityPools();
  const Logins = { [provider]: sub };
  const ask = new sdk.GetOpenIdTokenForDeveloperIdentityCommand({ IdentityPoolId, Logins, TokenDuration: TOKEN_SECONDS });
  const { IdentityId } = await client.send(ask, { abortSignal: signal });
  if (IdentityId) return IdentityId;
  throw new StepError("Cannot claim the identity as the answer has none", { retry: true });
}
