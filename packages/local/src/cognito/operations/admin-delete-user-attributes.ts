import type {
  AdminDeleteUserAttributesRequest,
  AdminDeleteUserAttributesResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { deletionOf } from "../users/attributes.ts";
import { updateAttributes } from "../users/update-attributes.ts";

type Operation = CognitoOperation<AdminDeleteUserAttributesRequest, AdminDeleteUserAttributesResponse>;

export const adminDeleteUserAttributes: Operation = async (cognito, request, call) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  await updateAttributes(cognito, pool, { call }, user, deletionOf(request.UserAttributeNames), undefined);
  return {};
};
