import type { GetIdInput, GetIdResponse } from "@aws-sdk/client-cognito-identity";
import { identityOf } from "../identities/use-identity.ts";
import type { IdentityOperation } from "../identity.ts";
import { verifyLogins } from "../logins/verify-logins.ts";

/** The same for the same user, for ever; a new one for each guest. */
export const getId: IdentityOperation<GetIdInput, GetIdResponse> = async (identity, { IdentityPoolId = "", Logins }) => {
  const logins = await verifyLogins(identity, identity.pools.get(IdentityPoolId), Logins);
  return { IdentityId: identityOf(identity, identity.pools.get(IdentityPoolId), logins).id };
};
