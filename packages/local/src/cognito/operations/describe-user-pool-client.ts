import type { DescribeUserPoolClientRequest, DescribeUserPoolClientResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import { describeAppClient } from "../pools/app-clients.ts";

type Operation = CognitoOperation<DescribeUserPoolClientRequest, DescribeUserPoolClientResponse>;

export const describeUserPoolClient: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.get(request.ClientId as string);
  if (client.userPoolId !== pool.id) throw resourceNotFound(`User pool client ${client.id} does not exist.`);
  return { UserPoolClient: describeAppClient(client) };
};
