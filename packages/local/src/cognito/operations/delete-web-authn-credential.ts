import type {
  DeleteWebAuthnCredentialRequest,
  DeleteWebAuthnCredentialResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<DeleteWebAuthnCredentialRequest, DeleteWebAuthnCredentialResponse>;

export const deleteWebAuthnCredential: Operation = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  if (!cognito.passkeys.delete(user, request.CredentialId as string)) throw resourceNotFound("Credential does not exist.");
  return {};
};
