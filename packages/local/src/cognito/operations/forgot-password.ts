import type { ForgotPasswordRequest, ForgotPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import { appClientOf } from "../app-client-request.ts";
import { hidesUserExistence } from "../app-clients.ts";
import { recoveryChannel, simulatedDelivery } from "../code-delivery.ts";
import type { CognitoOperation } from "../cognito.ts";
import { notAuthorized, usernameClientNotFound } from "../errors.ts";
import { resetChannel } from "../reset-password.ts";
import { sendCode } from "../send-code.ts";

export const forgotPassword: CognitoOperation<ForgotPasswordRequest, ForgotPasswordResponse> = (cognito, request) => {
  const { client, pool } = appClientOf(cognito, request);
  const user = cognito.users.find(pool, request.Username as string);
  if (hidesUserExistence(client) && !(user?.enabled && recoveryChannel(pool, user.attributes))) {
    return { CodeDeliveryDetails: simulatedDelivery(request.Username as string) };
  }
  if (!user) throw usernameClientNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { CodeDeliveryDetails: sendCode(cognito, pool, user, "reset-password", resetChannel(pool, user)) };
};
