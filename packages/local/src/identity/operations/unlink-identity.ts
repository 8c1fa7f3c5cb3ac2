import type { UnlinkIdentityInput } from "@aws-sdk/client-cognito-identity";
import { loginsDoNotMatch } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";
import { proveIdentity } from "../logins/prove-identity.ts";

/** Takes logins from the identity of whoever proves that it is theirs. Without any it can never be used again. */
export const unlinkIdentity: IdentityOperation<UnlinkIdentityInput> = async (
  cognito,
  { IdentityId = "", Logins = {}, LoginsToRemove = [] },
) => {
  if (Object.keys(Logins).length === 0) throw loginsDoNotMatch();
  const { identity } = await proveIdentity(cognito, IdentityId, Logins);
  cognito.store.write(() => {
    for (const login of identity.logins) if (LoginsToRemove.includes(login.provider)) cognito.identities.unlink(identity, login);
  });
};
