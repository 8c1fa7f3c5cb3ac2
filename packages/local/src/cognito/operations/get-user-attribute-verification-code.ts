import type {
  GetUserAttributeVerificationCodeRequest,
  GetUserAttributeVerificationCodeResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { sendCode } from "../messages/send-code.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { verifiableAttribute, verificationChannel, withValueToVerify } from "../users/verify-attribute.ts";

type Operation = CognitoOperation<GetUserAttributeVerificationCodeRequest, GetUserAttributeVerificationCodeResponse>;

/** Sends a code for an attribute that is verified already too. */
export const getUserAttributeVerificationCode: Operation = async (cognito, request, call) => {
  const { pool, client, user } = await bearerOf(cognito, request.AccessToken as string);
  const channel = verificationChannel(cognito, user, verifiableAttribute(request.AttributeName as string));
  const shown = withValueToVerify(user, channel);
  const caller = { call, client };
  const { ClientMetadata } = request;
  return {
    CodeDeliveryDetails: await sendCode(cognito, pool, caller, shown, "verify-attribute", channel, ClientMetadata),
  };
};
