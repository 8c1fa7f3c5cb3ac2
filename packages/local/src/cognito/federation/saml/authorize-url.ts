import type { IdentityProvider } from "../../pools/identity-providers.ts";
import type { UserPool } from "../../pools/user-pools.ts";
import { readMetadata } from "./metadata.ts";
import { serviceProvider } from "./service-provider.ts";

/** Where a browser signs in at a SAML provider, with the request. @throws FederationError */
export async function samlAuthorizeUrl(
  pool: UserPool,
  provider: IdentityProvider,
  { base, samlId, relayState }: { base: string; samlId: string; relayState: string },
): Promise<string> {
  const saml = await serviceProvider(pool, await readMetadata(provider), { base, samlId });
  return saml.getAuthorizeUrlAsync(relayState, undefined, {});
}
