import type {
  AdminDisableProviderForUserRequest,
  AdminDisableProviderForUserResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { userNotFound } from "../errors.ts";
import { linkedUser, unlinkIdentity } from "../users/linked-identities.ts";

type Operation = CognitoOperation<AdminDisableProviderForUserRequest, AdminDisableProviderForUserResponse>;

/** Of the provider `Cognito`, which is the pool itself, the user loses the password; of another, the account there its link. */
export const adminDisableProviderForUser: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { ProviderName: providerName = "", ProviderAttributeValue: userId = "" } = request.User ?? {};
  if (providerName === "Cognito") {
    const native = cognito.users.get(pool, userId);
    cognito.store.write(() => {
      cognito.users.update(pool, native, { password: undefined });
      cognito.journal.record("user.updated", { sub: native.sub }, { userPoolId: pool.id, attributes: [] });
    });
    return {};
  }
  const user = linkedUser(cognito, pool, { providerName, userId });
  if (!user) throw userNotFound();
  unlinkIdentity(cognito, pool, user, { providerName, userId });
  return {};
};
