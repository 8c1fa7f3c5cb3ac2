import type {
  StartWebAuthnRegistrationRequest,
  StartWebAuthnRegistrationResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { startRegistration } from "../passkeys/registration.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<StartWebAuthnRegistrationRequest, StartWebAuthnRegistrationResponse>;

export const startWebAuthnRegistration: Operation = async (cognito, request) => {
  const bearer = await bearerOf(cognito, request.AccessToken as string);
  return { CredentialCreationOptions: startRegistration(cognito, bearer) };
};
