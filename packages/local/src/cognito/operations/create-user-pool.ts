import type { CreateUserPoolRequest, CreateUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { createSchema } from "../pools/attribute-schema.ts";
import { describeUserPool } from "../pools/describe-user-pool.ts";
import { checkPoolSettings } from "../pools/pool-rules.ts";

export const createUserPool: CognitoOperation<CreateUserPoolRequest, CreateUserPoolResponse> = (cognito, request) => {
  const { PoolName, Schema, ...settings } = request;
  checkPoolSettings(settings);
  const pool = cognito.userPools.create(PoolName as string, settings, createSchema(Schema));
  return { UserPool: describeUserPool(cognito, pool) };
};
