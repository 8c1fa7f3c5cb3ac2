import type {
  AdminUpdateUserAttributesRequest,
  AdminUpdateUserAttributesResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readAttributes } from "../users/attributes.ts";
import { updateAttributes } from "../users/update-attributes.ts";

type Operation = CognitoOperation<AdminUpdateUserAttributesRequest, AdminUpdateUserAttributesResponse>;

export const adminUpdateUserAttributes: Operation = async (cognito, request, call) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const changes = readAttributes(request.UserAttributes);
  await updateAttributes(cognito, pool, { call }, user, changes, request.ClientMetadata);
  return {};
};
