import type { InitiateAuthRequest, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import { type AppClient, allowsFlow, hidesUserExistence } from "../app-clients.ts";
import type { Cognito, CognitoOperation } from "../cognito.ts";
import { invalidParameter, notAuthorized, userNotFound } from "../errors.ts";
import { checkSignInPassword } from "../lockout.ts";
import { newPasswordChallenge } from "../new-password-challenge.ts";
import { checkSecretHash } from "../secret-hash.ts";
import { refresh, signIn } from "../sign-in.ts";
import type { UserPool } from "../user-pools.ts";

type Parameters = Record<string, string>;

export const initiateAuth: CognitoOperation<InitiateAuthRequest, InitiateAuthResponse> = async (cognito, request) => {
  const client = cognito.appClients.get(request.ClientId as string);
  const pool = cognito.userPools.get(client.userPoolId);
  const parameters = request.AuthParameters ?? {};
  switch (request.AuthFlow) {
    case "USER_PASSWORD_AUTH":
      checkAllowed(client, "USER_PASSWORD_AUTH");
      return signInByPassword(cognito, pool, client, parameters);
    case "REFRESH_TOKEN_AUTH":
    case "REFRESH_TOKEN":
      checkAllowed(client, "REFRESH_TOKEN_AUTH");
      return {
        AuthenticationResult: await refresh(cognito, pool, client, required(parameters, "REFRESH_TOKEN"), (user) =>
          checkSecretHash(client, parameters.SECRET_HASH, user.username),
        ),
        ChallengeParameters: {},
      };
    default:
      throw invalidParameter(`The local AWS does not emulate the flow ${request.AuthFlow}`);
  }
};

async function signInByPassword(
  cognito: Cognito,
  pool: UserPool,
  client: AppClient,
  parameters: Parameters,
): Promise<InitiateAuthResponse> {
  const username = required(parameters, "USERNAME");
  const password = required(parameters, "PASSWORD");
  checkSecretHash(client, parameters.SECRET_HASH, username);
  const user = cognito.users.find(pool, username);
  if (!user) throw hidesUserExistence(client) ? notAuthorized("Incorrect username or password.") : userNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  // Cognito says so before it looks at the password.
  if (user.status === "UNCONFIRMED") throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") {
    // An import leaves no password, and Cognito then tells a user apart from nobody only where it may.
    if (!user.password && hidesUserExistence(client)) throw notAuthorized("Incorrect username or password.");
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  }
  const checked = checkSignInPassword(cognito, pool, user, password);
  if (checked.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(cognito, pool, client, checked);
  return { AuthenticationResult: await signIn(cognito, pool, client, checked), ChallengeParameters: {} };
}

function checkAllowed(client: AppClient, flow: string): void {
  if (!allowsFlow(client, flow)) throw invalidParameter(`${flow} flow not enabled for this client`);
}

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
