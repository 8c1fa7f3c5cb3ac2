import type { AddCustomAttributesRequest, AddCustomAttributesResponse } from "@aws-sdk/client-cognito-identity-provider";
import { withCustomAttributes } from "../attribute-schema.ts";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<AddCustomAttributesRequest, AddCustomAttributesResponse>;

export const addCustomAttributes: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.userPools.update(pool.id, { schema: withCustomAttributes(pool.schema, request.CustomAttributes ?? []) });
  return {};
};
