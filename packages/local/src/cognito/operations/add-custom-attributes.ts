import type { AddCustomAttributesRequest, AddCustomAttributesResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { withCustomAttributes } from "../pools/attribute-schema.ts";

type Operation = CognitoOperation<AddCustomAttributesRequest, AddCustomAttributesResponse>;

export const addCustomAttributes: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.userPools.update(pool.id, { schema: withCustomAttributes(pool.schema, request.CustomAttributes ?? []) });
  return {};
};
