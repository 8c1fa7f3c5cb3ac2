import type { AddUserPoolClientSecretRequest, AddUserPoolClientSecretResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { createClientSecret, describeClientSecret, maximumClientSecrets } from "../pools/client-secrets.ts";

type Operation = CognitoOperation<AddUserPoolClientSecretRequest, AddUserPoolClientSecretResponse>;

/** Shows the value of a secret that it makes, this once; one that is given it does not show. */
export const addUserPoolClientSecret: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.getOf(pool, request.ClientId as string);
  if (client.secrets.length === 0) throw invalidParameter(`Client ${client.id} is not configured with secret.`);
  if (client.secrets.length >= maximumClientSecrets) {
    throw new AwsError("LimitExceededException", `Client ${client.id} has the maximum of ${maximumClientSecrets} secrets.`);
  }
  const { ClientSecret } = request;
  const secret = cognito.appClients.addSecret(client, ClientSecret ?? createClientSecret());
  const descriptor = describeClientSecret(secret);
  return { ClientSecretDescriptor: ClientSecret ? descriptor : { ...descriptor, ClientSecretValue: secret.value } };
};
