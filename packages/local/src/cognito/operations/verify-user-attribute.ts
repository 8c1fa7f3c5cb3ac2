import type { VerifyUserAttributeRequest, VerifyUserAttributeResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { verifiableAttribute, verifyAttribute } from "../users/verify-attribute.ts";

type Operation = CognitoOperation<VerifyUserAttributeRequest, VerifyUserAttributeResponse>;

export const verifyUserAttribute: Operation = async (cognito, request) => {
  const { pool, user } = await bearerOf(cognito, request.AccessToken as string);
  const attribute = verifiableAttribute(request.AttributeName as string);
  verifyAttribute(cognito, pool, user, attribute, request.Code as string);
  return {};
};
