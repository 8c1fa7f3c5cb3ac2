import type { DeleteUserAttributesRequest, DeleteUserAttributesResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { checkWritable, deletionOf } from "../users/attributes.ts";
import { updateAttributes } from "../users/update-attributes.ts";

type Operation = CognitoOperation<DeleteUserAttributesRequest, DeleteUserAttributesResponse>;

export const deleteUserAttributes: Operation = async (cognito, request, call) => {
  const { pool, client, user } = await bearerOf(cognito, request.AccessToken as string);
  const changes = deletionOf(request.UserAttributeNames);
  checkWritable(client, changes);
  await updateAttributes(cognito, pool, { call, client }, user, changes, undefined);
  return {};
};
