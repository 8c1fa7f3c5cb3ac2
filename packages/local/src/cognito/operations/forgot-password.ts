import type { ForgotPasswordRequest, ForgotPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import { appClientOf } from "../app-client-request.ts";
import { hidesUserExistence } from "../app-clients.ts";
import { recoveryChannel, simulatedDelivery } from "../code-delivery.ts";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter, notAuthorized, usernameClientNotFound } from "../errors.ts";
import { sendCode } from "../send-code.ts";

export const forgotPassword: CognitoOperation<ForgotPasswordRequest, ForgotPasswordResponse> = (cognito, request) => {
  const { client, pool } = appClientOf(cognito, request);
  const user = cognito.users.find(pool, request.Username as string);
  const channel = user && recoveryChannel(pool, user.attributes);
  if (hidesUserExistence(client) && !(user?.enabled && channel)) {
    return { CodeDeliveryDetails: simulatedDelivery(request.Username as string) };
  }
  if (!user) throw usernameClientNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status === "FORCE_CHANGE_PASSWORD") throw notAuthorized("User password cannot be reset in the current state.");
  if (!channel) {
    throw invalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");
  }
  return { CodeDeliveryDetails: sendCode(cognito, pool, user, "reset-password", channel) };
};
