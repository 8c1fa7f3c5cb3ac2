import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { deviceOf, tracksDevices } from "../devices/known-device.ts";
import { signedInDevice } from "../devices/new-device.ts";
import { incorrectPassword } from "../errors.ts";
import { createTokens } from "../tokens/tokens.ts";
import { tokensToBe } from "../tokens/tokens-to-be.ts";
import { postAuthentication } from "../triggers/post-authentication.ts";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";
import { checkEnabled } from "./user-to-sign-in.ts";

/** Ends a sign-in whose challenges are all met: the triggers, then new tokens, the refresh token among them; a hosted page makes its own. */
export async function completeSignIn(
  attempt: SignInAttempt,
  user: User,
  triggerSource: TokenGenerationSource,
): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, clientMetadata } = attempt;
  const newDeviceUsed = tracksDevices(pool) && deviceOf(attempt, user) === undefined;
  await postAuthentication(cognito, pool, caller, user, { newDeviceUsed, clientMetadata });
  if (caller.signedIn) {
    caller.signedIn(stillAllowed(attempt, user));
    return { ChallengeParameters: {} };
  }
  const tokens = await tokensToBe(cognito, pool, caller, stillAllowed(attempt, user), triggerSource, clientMetadata);
  const AuthenticationResult = cognito.store.write(() => {
    const current = stillAllowed(attempt, user);
    const { deviceKey, NewDeviceMetadata } = signedInDevice(attempt, current);
    const { refreshToken, signIn } = cognito.refreshTokens.create(caller.client, current, deviceKey);
    const { groupsToOverride } = tokens.groups;
    cognito.journal.record("user.signed-in", { sub: user.sub }, { userPoolId: pool.id, groups: groupsToOverride });
    return { ...createTokens({ ...tokens, signIn, now: signIn.signedInAt }), RefreshToken: refreshToken, NewDeviceMetadata };
  });
  return { AuthenticationResult, ChallengeParameters: {} };
}

/** The user as of now: while a function ran it may have changed, disabled or deleted the user, or deleted the app client. */
function stillAllowed({ cognito, pool, caller }: SignInAttempt, { sub }: User): User {
  cognito.appClients.get(caller.client.id);
  const user = cognito.users.findBySub(pool, sub);
  if (!user) throw incorrectPassword();
  checkEnabled(user);
  return user;
}
