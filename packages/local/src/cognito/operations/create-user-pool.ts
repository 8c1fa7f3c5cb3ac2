import type { CreateUserPoolRequest, CreateUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { createSchema } from "../pools/attribute-schema.ts";
import { checkSettings, describeUserPool } from "../pools/user-pools.ts";

export const createUserPool: CognitoOperation<CreateUserPoolRequest, CreateUserPoolResponse> = (cognito, request) => {
  const { PoolName, Schema, ...settings } = request;
  if (settings.AliasAttributes?.length && settings.UsernameAttributes?.length) {
    throw invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
  }
  checkSettings(settings);
  const pool = cognito.userPools.create(PoolName as string, settings, createSchema(Schema));
  return { UserPool: describeUserPool(pool, 0) };
};
