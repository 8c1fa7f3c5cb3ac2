import type { ConfirmSignUpRequest, ConfirmSignUpResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { expiredCode, usernameClientNotFound } from "../errors.ts";
import { appClientOf } from "../pools/app-client-request.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { checkUnconfirmed, confirmUser } from "../users/confirm-user.ts";
import { checkSignUpSession, confirmSession } from "../users/sign-up-session.ts";

export const confirmSignUp: CognitoOperation<ConfirmSignUpRequest, ConfirmSignUpResponse> = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const user = cognito.users.find(pool, request.Username as string);
  if (!user) throw hidesUserExistence(client) ? expiredCode() : usernameClientNotFound();
  checkUnconfirmed(user);
  const { Session, ClientMetadata } = request;
  if (Session) checkSignUpSession(cognito, client, user, Session);
  const channel = cognito.codes.check(user, "confirm-sign-up", request.ConfirmationCode as string);
  const confirmed = confirmUser(cognito, pool, user, "ConfirmSignUp", channel, request.ForceAliasCreation);
  await postConfirmation(cognito, pool, confirmed, "PostConfirmation_ConfirmSignUp", { call, client }, ClientMetadata);
  return { Session: confirmSession(cognito, client, confirmed, Session) };
};
