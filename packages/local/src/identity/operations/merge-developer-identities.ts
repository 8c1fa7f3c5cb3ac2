import type { MergeDeveloperIdentitiesInput, MergeDeveloperIdentitiesResponse } from "@aws-sdk/client-cognito-identity";
import { resourceConflict, resourceNotFound } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";
import { developerProvider } from "../pools/developer-provider.ts";

/** Makes one identity of two users of the developer's: that of the destination. */
export const mergeDeveloperIdentities: IdentityOperation<MergeDeveloperIdentitiesInput, MergeDeveloperIdentitiesResponse> = (
  { pools, identities, store },
  request,
) => {
  const pool = pools.get(request.IdentityPoolId as string);
  const provider = developerProvider(pool, request.DeveloperProviderName);
  const identityOf = (subject: string) => {
    const identity = identities.findByLogin(pool.id, { provider, subject });
    if (!identity) throw resourceNotFound(`DeveloperUserIdentifier '${subject}' not found.`);
    return identity;
  };
  return store.write(() => {
    const source = identityOf(request.SourceUserIdentifier as string);
    const destination = identityOf(request.DestinationUserIdentifier as string);
    if (source.id === destination.id) return { IdentityId: destination.id };
    const elsewhere = new Set(destination.logins.map((login) => login.provider).filter((name) => name !== provider));
    if (source.logins.some((login) => elsewhere.has(login.provider))) {
      throw resourceConflict("The identities are of two users of the same public provider.");
    }
    identities.merge(source, destination);
    return { IdentityId: destination.id };
  });
};
