import type { DescribeUserPoolRequest, DescribeUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeUserPool as describe } from "../pools/user-pools.ts";

export const describeUserPool: CognitoOperation<DescribeUserPoolRequest, DescribeUserPoolResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { UserPool: describe(pool, cognito.userPools.size(pool.id)) };
};
