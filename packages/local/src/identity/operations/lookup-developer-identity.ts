import type { LookupDeveloperIdentityInput, LookupDeveloperIdentityResponse } from "@aws-sdk/client-cognito-identity";
import { invalidParameter, resourceConflict, resourceNotFound } from "../errors.ts";
import type { Identity } from "../identities/identities.ts";
import type { CognitoIdentity, IdentityOperation } from "../identity.ts";
import { page } from "../paging.ts";
import { developerProvider } from "../pools/developer-provider.ts";

/** Which identity a user of the developer's has, or which users an identity has. */
export const lookupDeveloperIdentity: IdentityOperation<LookupDeveloperIdentityInput, LookupDeveloperIdentityResponse> = (
  cognito,
  request,
) => {
  const pool = cognito.pools.get(request.IdentityPoolId as string);
  const provider = developerProvider(pool);
  const { id, logins } = found(cognito, pool.id, provider, request);
  const subjects = logins.filter((login) => login.provider === provider).map(({ subject }) => ({ id: subject }));
  const { items, NextToken } = page(request, (after, limit) => subjects.filter((one) => one.id > after).slice(0, limit));
  return { IdentityId: id, DeveloperUserIdentifierList: items.map((one) => one.id), NextToken };
};

function found(
  { identities }: CognitoIdentity,
  poolId: string,
  provider: string,
  { IdentityId, DeveloperUserIdentifier }: LookupDeveloperIdentityInput,
): Identity {
  const identity = IdentityId === undefined ? undefined : identities.get(IdentityId);
  if (identity && identity.poolId !== poolId) throw resourceNotFound(`Identity '${identity.id}' not found.`);
  if (DeveloperUserIdentifier === undefined) {
    if (!identity) throw invalidParameter("Either IdentityId or DeveloperUserIdentifier must be given.");
    return identity;
  }
  const owner = identities.findByLogin(poolId, { provider, subject: DeveloperUserIdentifier });
  if (!owner) throw resourceNotFound(`DeveloperUserIdentifier '${DeveloperUserIdentifier}' not found.`);
  if (identity && identity.id !== owner.id) {
    throw resourceConflict("The IdentityId and the DeveloperUserIdentifier are of two identities.");
  }
  return owner;
}
