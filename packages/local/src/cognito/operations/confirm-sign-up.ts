import type { ConfirmSignUpRequest, ConfirmSignUpResponse } from "@aws-sdk/client-cognito-identity-provider";
import { appClientOf } from "../app-client-request.ts";
import { hidesUserExistence } from "../app-clients.ts";
import type { CognitoOperation } from "../cognito.ts";
import { checkUnconfirmed, confirmUser } from "../confirm-user.ts";
import { expiredCode, usernameClientNotFound } from "../errors.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";

export const confirmSignUp: CognitoOperation<ConfirmSignUpRequest, ConfirmSignUpResponse> = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const user = cognito.users.find(pool, request.Username as string);
  if (!user) throw hidesUserExistence(client) ? expiredCode() : usernameClientNotFound();
  checkUnconfirmed(user);
  const channel = cognito.codes.check(user, "confirm-sign-up", request.ConfirmationCode as string);
  const confirmed = confirmUser(cognito, pool, user, "ConfirmSignUp", channel, request.ForceAliasCreation);
  const { ClientMetadata } = request;
  await postConfirmation(cognito, pool, confirmed, "PostConfirmation_ConfirmSignUp", { call, client }, ClientMetadata);
  return {};
};
