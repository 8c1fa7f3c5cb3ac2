import type { ListResourceServersRequest, ListResourceServersResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { describeResourceServer } from "../pools/resource-servers.ts";

type Operation = CognitoOperation<ListResourceServersRequest, ListResourceServersResponse>;

export const listResourceServers: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { items, next } = readPage({
    list: `ListResourceServers ${pool.id}`,
    token: request.NextToken,
    limit: request.MaxResults,
    most: 50,
    read: (after, count) => cognito.resourceServers.list(pool.id, after, count),
    keyOf: (server) => server.name,
  });
  return { ResourceServers: items.map(describeResourceServer), NextToken: next };
};
