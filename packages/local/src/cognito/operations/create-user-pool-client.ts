import type { CreateUserPoolClientRequest, CreateUserPoolClientResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { createClientSecret, describeAppClient } from "../pools/app-clients.ts";

type Operation = CognitoOperation<CreateUserPoolClientRequest, CreateUserPoolClientResponse>;

export const createUserPoolClient: Operation = (cognito, request) => {
  const { UserPoolId, GenerateSecret, ...given } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  for (const name of [...(given.ReadAttributes ?? []), ...(given.WriteAttributes ?? [])]) {
    if (!pool.schema.has(name)) throw invalidParameter("Invalid write attributes specified while creating a client");
  }
  const client = cognito.appClients.create(pool.id, {
    ...given,
    ...(GenerateSecret && given.ClientSecret === undefined && { ClientSecret: createClientSecret() }),
    ExplicitAuthFlows: given.ExplicitAuthFlows ?? ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
  });
  return { UserPoolClient: describeAppClient(client) };
};
