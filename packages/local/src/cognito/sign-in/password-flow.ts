import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import { notAuthorized, userNotFound } from "../errors.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { preAuthentication } from "../triggers/pre-authentication.ts";
import { migrateUser } from "../users/migrate-user.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { checkSignInPassword } from "./lockout.ts";

/** @throws NotAuthorizedException, UserNotFoundException, UserNotConfirmedException, PasswordResetRequiredException */
export async function signInByPassword(
  attempt: SignInAttempt,
  parameters: Record<string, string>,
): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, username, validationData } = attempt;
  const password = required(parameters, "PASSWORD");
  const incorrect = notAuthorized("Incorrect username or password.");
  const hidden = hidesUserExistence(caller.client);
  const known = cognito.users.find(pool, username);
  const triggerSource = "UserMigration_Authentication";
  const asked = { triggerSource, username, password, validationData, clientMetadata: undefined } as const;
  const migrated = known ? undefined : await migrateUser(cognito, pool, caller, asked);
  if (!migrated) await preAuthentication(cognito, pool, caller, { username, user: known, validationData });
  // As of now: the functions took their time, and may have changed the user.
  const user = migrated ?? cognito.users.find(pool, username);
  if (!user) throw hidden ? incorrect : userNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  // Cognito says so before it looks at the password.
  if (user.status === "UNCONFIRMED") throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") {
    // An import leaves no password, and Cognito then tells a user apart from nobody only where it may.
    if (!user.password && hidden) throw incorrect;
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  }
  return afterFirstFactor(attempt, checkSignInPassword(cognito, pool, user, password));
}
