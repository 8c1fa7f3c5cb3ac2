import type { CreateResourceServerRequest, CreateResourceServerResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeResourceServer } from "../pools/resource-servers.ts";

type Operation = CognitoOperation<CreateResourceServerRequest, CreateResourceServerResponse>;

export const createResourceServer: Operation = (cognito, { UserPoolId, Identifier, Name, Scopes }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  const server = cognito.resourceServers.create(pool.id, Identifier as string, { Name, Scopes });
  return { ResourceServer: describeResourceServer(server) };
};
