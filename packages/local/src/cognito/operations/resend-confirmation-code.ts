import type { ResendConfirmationCodeRequest, ResendConfirmationCodeResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter, usernameClientNotFound } from "../errors.ts";
import { signUpChannel, simulatedDelivery } from "../messages/code-delivery.ts";
import { sendCode } from "../messages/send-code.ts";
import { appClientOf } from "../pools/app-client-request.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";

type Operation = CognitoOperation<ResendConfirmationCodeRequest, ResendConfirmationCodeResponse>;

export const resendConfirmationCode: Operation = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const user = cognito.users.find(pool, request.Username as string);
  if (!user?.enabled && hidesUserExistence(client)) {
    return { CodeDeliveryDetails: simulatedDelivery(request.Username as string) };
  }
  if (!user) throw usernameClientNotFound();
  if (user.status !== "UNCONFIRMED") throw invalidParameter("User is already confirmed.");
  const channel = signUpChannel(pool, user.attributes);
  if (!channel) throw invalidParameter("Cannot resend codes. Auto verification not turned on.");
  const { ClientMetadata } = request;
  return {
    CodeDeliveryDetails: await sendCode(cognito, pool, { call, client }, user, "resend-confirmation", channel, ClientMetadata),
  };
};
