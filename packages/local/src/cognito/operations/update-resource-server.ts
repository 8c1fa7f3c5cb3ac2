import type { UpdateResourceServerRequest, UpdateResourceServerResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeResourceServer } from "../pools/resource-servers.ts";

type Operation = CognitoOperation<UpdateResourceServerRequest, UpdateResourceServerResponse>;

/** Scopes that the request leaves out are gone. */
export const updateResourceServer: Operation = (cognito, { UserPoolId, Identifier, Name, Scopes }) => {
  const pool = cognito.userPools.get(UserPoolId as string);
  const server = cognito.resourceServers.replace(pool.id, Identifier as string, { Name, Scopes });
  return { ResourceServer: describeResourceServer(server) };
};
