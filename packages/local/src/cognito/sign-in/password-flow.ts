import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { incorrectPassword } from "../errors.ts";
import { migrateUser } from "../users/migrate-user.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { checkSignInPassword } from "./lockout.ts";
import { checkStatus, userOf, userToSignIn } from "./user-to-sign-in.ts";

/**
 * Signs in by a password that the call itself carries, the only way that a user can come over from elsewhere.
 * @throws NotAuthorizedException, UserNotFoundException, UserNotConfirmedException, PasswordResetRequiredException
 */
export async function signInByPassword(
  attempt: SignInAttempt,
  parameters: Record<string, string>,
): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, username, validationData } = attempt;
  const password = required(parameters, "PASSWORD");
  const triggerSource = "UserMigration_Authentication";
  const asked = { triggerSource, username, password, validationData, clientMetadata: undefined } as const;
  const migrated = userOf(attempt) ? undefined : await migrateUser(cognito, pool, caller, asked);
  const user = migrated ?? (await userToSignIn(attempt));
  if (!user) throw incorrectPassword();
  checkStatus(attempt, user);
  return afterFirstFactor(attempt, await checkSignInPassword(cognito, pool, user, password));
}
