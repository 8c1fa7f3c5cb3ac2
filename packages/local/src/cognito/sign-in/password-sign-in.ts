import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { notAuthorized, userNotFound } from "../errors.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { preAuthentication } from "../triggers/pre-authentication.ts";
import { migrateUser } from "../users/migrate-user.ts";
import { checkSignInPassword } from "./lockout.ts";
import { newPasswordChallenge } from "./new-password-challenge.ts";
import { signIn } from "./sign-in.ts";

export interface PasswordSignIn {
  username: string;
  password: string;
  /** What the call gives as `ClientMetadata`: the triggers before the password see it under this name, those after it not at all. */
  validationData: Record<string, string> | undefined;
}

/** @throws NotAuthorizedException, UserNotFoundException, UserNotConfirmedException, PasswordResetRequiredException */
export async function signInByPassword(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  { username, password, validationData }: PasswordSignIn,
): Promise<InitiateAuthResponse> {
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
  const checked = checkSignInPassword(cognito, pool, user, password);
  if (checked.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(cognito, pool, caller.client, checked);
  const AuthenticationResult = await signIn(cognito, pool, caller, checked, "TokenGeneration_Authentication");
  return { AuthenticationResult, ChallengeParameters: {} };
}
