import type { CreateUserPoolClientRequest, CreateUserPoolClientResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { readAppClientSettings } from "../pools/app-client-settings.ts";
import { createClientSecret } from "../pools/client-secrets.ts";
import { describeAppClient } from "../pools/describe-app-client.ts";

type Operation = CognitoOperation<CreateUserPoolClientRequest, CreateUserPoolClientResponse>;

export const createUserPoolClient: Operation = (cognito, request) => {
  const { UserPoolId, GenerateSecret, ClientSecret, ...given } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  if (GenerateSecret && ClientSecret !== undefined) {
    throw invalidParameter("GenerateSecret and ClientSecret cannot be used together.");
  }
  const secret = GenerateSecret ? createClientSecret() : ClientSecret;
  const settings = readAppClientSettings(given, { cognito, pool, hasSecret: secret !== undefined, doing: "creating" });
  return { UserPoolClient: describeAppClient(cognito.appClients.create(pool.id, settings, secret)) };
};
