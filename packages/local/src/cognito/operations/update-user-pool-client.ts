import type { UpdateUserPoolClientRequest, UpdateUserPoolClientResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readAppClientSettings } from "../pools/app-client-settings.ts";
import { describeAppClient } from "../pools/describe-app-client.ts";

type Operation = CognitoOperation<UpdateUserPoolClientRequest, UpdateUserPoolClientResponse>;

/** Resets to its default what the call leaves out, all but the name and the secrets. */
export const updateUserPoolClient: Operation = (cognito, request) => {
  const { UserPoolId, ClientId, ClientName, ...given } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  const client = cognito.appClients.getOf(pool, ClientId as string);
  const settings = readAppClientSettings(
    { ...given, ClientName: ClientName ?? client.settings.ClientName },
    { cognito, pool, hasSecret: client.secrets.length > 0, doing: "updating" },
  );
  return { UserPoolClient: describeAppClient(cognito.appClients.update(client, settings)) };
};
