import type { DeleteIdentitiesInput, DeleteIdentitiesResponse } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";

/** With all that leads to them: a user who comes again is another identity. */
export const deleteIdentities: IdentityOperation<DeleteIdentitiesInput, DeleteIdentitiesResponse> = (
  { identities, store },
  { IdentityIdsToDelete = [] },
) => {
  store.write(() => {
    for (const id of IdentityIdsToDelete) identities.delete(id);
  });
  return { UnprocessedIdentityIds: [] };
};
