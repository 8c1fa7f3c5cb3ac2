import type { ForgotPasswordRequest, ForgotPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import { appClientOf } from "../app-client-request.ts";
import { hidesUserExistence } from "../app-clients.ts";
import { recoveryChannel, simulatedDelivery } from "../code-delivery.ts";
import type { CognitoOperation } from "../cognito.ts";
import { notAuthorized, usernameClientNotFound } from "../errors.ts";
import { migrateUser } from "../migrate-user.ts";
import { resetChannel } from "../reset-password.ts";
import { sendCode } from "../send-code.ts";

type Operation = CognitoOperation<ForgotPasswordRequest, ForgotPasswordResponse>;

export const forgotPassword: Operation = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const username = request.Username as string;
  const user =
    cognito.users.find(pool, username) ??
    (await migrateUser(
      cognito,
      pool,
      { call, client },
      {
        triggerSource: "UserMigration_ForgotPassword",
        username,
        password: undefined,
        validationData: undefined,
        clientMetadata: request.ClientMetadata,
      },
    ));
  if (hidesUserExistence(client) && !(user?.enabled && recoveryChannel(pool, user.attributes))) {
    return { CodeDeliveryDetails: simulatedDelivery(username) };
  }
  if (!user) throw usernameClientNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { CodeDeliveryDetails: sendCode(cognito, pool, user, "reset-password", resetChannel(pool, user)) };
};
