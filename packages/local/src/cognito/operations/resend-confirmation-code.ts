import type { ResendConfirmationCodeRequest, ResendConfirmationCodeResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter, usernameClientNotFound } from "../errors.ts";
import { deliveryDetails, signUpChannel, signUpOrder } from "../messages/code-delivery.ts";
import { sendCode } from "../messages/send-code.ts";
import { simulatedDelivery } from "../messages/simulated-delivery.ts";
import { appClientOf } from "../pools/app-client-request.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";

type Operation = CognitoOperation<ResendConfirmationCodeRequest, ResendConfirmationCodeResponse>;

export const resendConfirmationCode: Operation = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const username = request.Username as string;
  const user = cognito.users.find(pool, username);
  if (!user?.enabled && hidesUserExistence(client)) {
    return { CodeDeliveryDetails: simulatedDelivery(pool, username, signUpOrder) };
  }
  if (!user) throw usernameClientNotFound();
  const isConfirmed = user.status !== "UNCONFIRMED";
  if (isConfirmed && cognito.resendToConfirmedUser === "error") throw invalidParameter("User is already confirmed.");
  const channel = signUpChannel(pool, user.attributes);
  if (!channel) throw invalidParameter("Cannot resend codes. Auto verification not turned on.");
  if (isConfirmed) return { CodeDeliveryDetails: deliveryDetails(channel) };
  const { ClientMetadata } = request;
  return {
    CodeDeliveryDetails: await sendCode(cognito, pool, { call, client }, user, "resend-confirmation", channel, ClientMetadata),
  };
};
