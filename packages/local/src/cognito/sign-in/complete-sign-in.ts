import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { incorrectPassword, notAuthorized } from "../errors.ts";
import { createTokens } from "../tokens/tokens.ts";
import { tokensToBe } from "../tokens/tokens-to-be.ts";
import { postAuthentication } from "../triggers/post-authentication.ts";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";

/** Ends a sign-in whose challenges are all met: the triggers, then new tokens, the refresh token among them. */
export async function completeSignIn(
  attempt: SignInAttempt,
  user: User,
  triggerSource: TokenGenerationSource,
): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, clientMetadata } = attempt;
  await postAuthentication(cognito, pool, caller, user, clientMetadata);
  const tokens = await tokensToBe(cognito, pool, caller, stillAllowed(attempt, user), triggerSource, clientMetadata);
  const AuthenticationResult = cognito.store.write(() => {
    const { refreshToken, signIn } = cognito.refreshTokens.create(caller.client, stillAllowed(attempt, user));
    const { groupsToOverride } = tokens.groups;
    cognito.journal.record("user.signed-in", { sub: user.sub }, { userPoolId: pool.id, groups: groupsToOverride });
    return { ...createTokens({ ...tokens, signIn, now: signIn.signedInAt }), RefreshToken: refreshToken };
  });
  return { AuthenticationResult, ChallengeParameters: {} };
}

/** The user as of now: while a function ran it may have changed, disabled or deleted the user. */
function stillAllowed({ cognito, pool }: SignInAttempt, { sub }: User): User {
  const user = cognito.users.findBySub(pool, sub);
  if (!user) throw incorrectPassword();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return user;
}
