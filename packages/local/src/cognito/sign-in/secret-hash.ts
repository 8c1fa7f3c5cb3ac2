import { createHmac, timingSafeEqual } from "node:crypto";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";

/**
 * Refuses a request that does not prove it knows one of the client's secrets; a client without any needs no proof.
 * @param usernames any of which the hash may be made of.
 * @throws NotAuthorizedException
 */
export function checkSecretHash(client: AppClient, secretHash: string | undefined, ...usernames: string[]): void {
  if (client.secrets.length === 0) return;
  if (secretHash === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const matches = client.secrets.some(({ value }) =>
    usernames.some((username) => isSame(hashOf(value, username, client.id), secretHash)),
  );
  if (!matches) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}

/** What proves the client's secret in a call that is made on its behalf; undefined for a client without one. */
export function secretHashOf({ id, secrets: [secret] }: AppClient, username: string): string | undefined {
  return secret && hashOf(secret.value, username, id);
}

/**
 * Refuses a request that has to give a secret of the client as it is.
 * @throws NotAuthorizedException
 */
export function checkClientSecret(client: AppClient, clientSecret: string | undefined): void {
  if (knowsClientSecret(client, clientSecret)) return;
  throw notAuthorized(
    clientSecret === undefined
      ? `Client ${client.id} is configured for secret but secret was not received`
      : `Unable to verify secret hash for client ${client.id}`,
  );
}

/** True for one of the client's secrets, and for a client without any. */
export function knowsClientSecret(client: AppClient, clientSecret: string | undefined): boolean {
  if (client.secrets.length === 0) return true;
  return clientSecret !== undefined && client.secrets.some(({ value }) => isSame(value, clientSecret));
}

function hashOf(secret: string, username: string, clientId: string): string {
  return createHmac("sha256", secret)
    .update(username + clientId)
    .digest("base64");
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
