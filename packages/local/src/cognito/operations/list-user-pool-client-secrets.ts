import type {
  ListUserPoolClientSecretsRequest,
  ListUserPoolClientSecretsResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeClientSecret } from "../pools/client-secrets.ts";

type Operation = CognitoOperation<ListUserPoolClientSecretsRequest, ListUserPoolClientSecretsResponse>;

/** Never shows a value. Two secrets make one page, so there is no token to go on with. */
export const listUserPoolClientSecrets: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const client = cognito.appClients.getOf(pool, request.ClientId as string);
  return { ClientSecrets: client.secrets.map(describeClientSecret) };
};
