import type { DescribeUserPoolRequest, DescribeUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeUserPool as describe } from "../pools/describe-user-pool.ts";

export const describeUserPool: CognitoOperation<DescribeUserPoolRequest, DescribeUserPoolResponse> = (cognito, request) => ({
  UserPool: describe(cognito, cognito.userPools.get(request.UserPoolId as string)),
});
