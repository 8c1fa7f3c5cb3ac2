import type { UnlinkDeveloperIdentityInput } from "@aws-sdk/client-cognito-identity";
import { resourceNotFound } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";
import { developerProvider } from "../pools/developer-provider.ts";

export const unlinkDeveloperIdentity: IdentityOperation<UnlinkDeveloperIdentityInput> = ({ pools, identities }, request) => {
  const { IdentityId = "", IdentityPoolId = "", DeveloperProviderName, DeveloperUserIdentifier: subject = "" } = request;
  const pool = pools.get(IdentityPoolId);
  const login = { provider: developerProvider(pool, DeveloperProviderName), subject };
  const identity = identities.get(IdentityId);
  if (identities.findByLogin(pool.id, login)?.id !== identity.id) {
    throw resourceNotFound(`DeveloperUserIdentifier '${subject}' not found.`);
  }
  identities.unlink(identity, login);
};
