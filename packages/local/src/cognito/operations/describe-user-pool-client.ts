import type { DescribeUserPoolClientRequest, DescribeUserPoolClientResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeAppClient } from "../pools/describe-app-client.ts";

type Operation = CognitoOperation<DescribeUserPoolClientRequest, DescribeUserPoolClientResponse>;

export const describeUserPoolClient: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { UserPoolClient: describeAppClient(cognito.appClients.getOf(pool, request.ClientId as string)) };
};
