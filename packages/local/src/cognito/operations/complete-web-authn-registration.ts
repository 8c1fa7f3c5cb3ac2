import type {
  CompleteWebAuthnRegistrationRequest,
  CompleteWebAuthnRegistrationResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { completeRegistration } from "../passkeys/registration.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<CompleteWebAuthnRegistrationRequest, CompleteWebAuthnRegistrationResponse>;

export const completeWebAuthnRegistration: Operation = async (cognito, request) => {
  const bearer = await bearerOf(cognito, request.AccessToken as string);
  completeRegistration(cognito, bearer, request.Credential);
  return {};
};
