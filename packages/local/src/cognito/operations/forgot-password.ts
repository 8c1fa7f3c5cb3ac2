import type { ForgotPasswordRequest, ForgotPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { notAuthorized, usernameClientNotFound } from "../errors.ts";
import { recoveryOrder } from "../messages/code-delivery.ts";
import { sendCode } from "../messages/send-code.ts";
import { simulatedDelivery } from "../messages/simulated-delivery.ts";
import { appClientOf } from "../pools/app-client-request.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { migrateUser } from "../users/migrate-user.ts";
import { findResetChannel, resetChannel } from "../users/reset-password.ts";

type Operation = CognitoOperation<ForgotPasswordRequest, ForgotPasswordResponse>;

export const forgotPassword: Operation = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const caller = { call, client };
  const username = request.Username as string;
  const user =
    cognito.users.find(pool, username) ??
    (await migrateUser(cognito, pool, caller, {
      triggerSource: "UserMigration_ForgotPassword",
      username,
      password: undefined,
      validationData: undefined,
      clientMetadata: request.ClientMetadata,
    }));
  if (hidesUserExistence(client) && !(user?.enabled && findResetChannel(cognito, pool, user))) {
    return { CodeDeliveryDetails: simulatedDelivery(pool, username, recoveryOrder(pool)) };
  }
  if (!user) throw usernameClientNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const channel = resetChannel(cognito, pool, user);
  const { ClientMetadata } = request;
  return { CodeDeliveryDetails: await sendCode(cognito, pool, caller, user, "reset-password", channel, ClientMetadata) };
};
