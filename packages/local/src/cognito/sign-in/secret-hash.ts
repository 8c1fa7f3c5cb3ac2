import { createHmac, timingSafeEqual } from "node:crypto";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";

/**
 * Refuses a request that does not prove it knows the client's secret; a client without one needs no proof.
 * @param usernames any of which the hash may be made of.
 */
export function checkSecretHash(client: AppClient, secretHash: string | undefined, ...usernames: string[]): void {
  const secret = client.settings.ClientSecret;
  if (secret === undefined) return;
  if (secretHash === undefined) {
    throw notAuthorized(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const given = Buffer.from(secretHash);
  const matches = usernames.some((username) => {
    const expected = Buffer.from(
      createHmac("sha256", secret)
        .update(username + client.id)
        .digest("base64"),
    );
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  if (!matches) throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}
