import type { UpdateUserAttributesRequest, UpdateUserAttributesResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { checkWritable, readAttributes } from "../users/attributes.ts";
import { updateAttributes } from "../users/update-attributes.ts";

type Operation = CognitoOperation<UpdateUserAttributesRequest, UpdateUserAttributesResponse>;

export const updateUserAttributes: Operation = async (cognito, request, call) => {
  const { pool, client, user } = await bearerOf(cognito, request.AccessToken as string);
  const changes = readAttributes(request.UserAttributes);
  checkWritable(client, changes);
  const { ClientMetadata } = request;
  return { CodeDeliveryDetailsList: await updateAttributes(cognito, pool, { call, client }, user, changes, ClientMetadata) };
};
