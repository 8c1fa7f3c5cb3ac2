import type { ListUserPoolClientsRequest, ListUserPoolClientsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { listAppClient } from "../pools/describe-app-client.ts";

type Operation = CognitoOperation<ListUserPoolClientsRequest, ListUserPoolClientsResponse>;

export const listUserPoolClients: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { items, next } = readPage({
    list: `ListUserPoolClients ${pool.id}`,
    token: request.NextToken,
    limit: request.MaxResults,
    read: (after, count) => cognito.appClients.list(pool.id, after, count),
    keyOf: (client) => client.id,
  });
  return { UserPoolClients: items.map(listAppClient), NextToken: next };
};
