import type {
  DeleteUserPoolClientSecretRequest,
  DeleteUserPoolClientSecretResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter, resourceNotFound } from "../errors.ts";

type Operation = CognitoOperation<DeleteUserPoolClientSecretRequest, DeleteUserPoolClientSecretResponse>;

/** The last secret stays: a client that keeps secrets never becomes one that anybody can speak for. */
export const deleteUserPoolClientSecret: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.getOf(pool, request.ClientId as string);
  const secret = client.secrets.find(({ id }) => id === request.ClientSecretId);
  if (!secret) throw resourceNotFound(`Client secret ${request.ClientSecretId} does not exist.`);
  if (client.secrets.length === 1) throw invalidParameter("The last secret of a client cannot be deleted.");
  cognito.appClients.deleteSecret(client, secret);
  return {};
};
