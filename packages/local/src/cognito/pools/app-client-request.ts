import type { Cognito } from "../cognito.ts";
import { checkSecretHash } from "../sign-in/secret-hash.ts";
import type { AppClient } from "./app-clients.ts";
import type { UserPool } from "./user-pools.ts";

/**
 * The app client that a public request names, and its pool.
 * @throws ResourceNotFoundException, and NotAuthorizedException if the client's secret is not proven
 */
export function appClientOf(
  cognito: Cognito,
  request: { ClientId: string | undefined; Username: string | undefined; SecretHash?: string | undefined },
): { client: AppClient; pool: UserPool } {
  const client = cognito.appClients.get(request.ClientId as string);
  checkSecretHash(client, request.SecretHash, request.Username as string);
  return { client, pool: cognito.userPools.get(client.userPoolId) };
}
