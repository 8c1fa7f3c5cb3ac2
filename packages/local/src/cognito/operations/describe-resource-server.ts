import type { DescribeResourceServerRequest, DescribeResourceServerResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeResourceServer as describe } from "../pools/resource-servers.ts";

type Operation = CognitoOperation<DescribeResourceServerRequest, DescribeResourceServerResponse>;

export const describeResourceServer: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { ResourceServer: describe(cognito.resourceServers.get(pool.id, request.Identifier as string)) };
};
