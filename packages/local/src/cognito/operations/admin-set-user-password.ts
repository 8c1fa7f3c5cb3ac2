import type { AdminSetUserPasswordRequest, AdminSetUserPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { passwordPolicyOf } from "../pools/user-pools.ts";
import { checkPassword, keepPassword } from "../users/passwords.ts";

type Operation = CognitoOperation<AdminSetUserPasswordRequest, AdminSetUserPasswordResponse>;

/** Fires no trigger and sends nothing, even where it makes the user CONFIRMED. */
export const adminSetUserPassword: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  checkPassword(pool, request.Password as string);
  const permanent = request.Permanent ?? false;
  const validityMs = passwordPolicyOf(pool).TemporaryPasswordValidityDays * 86_400_000;
  const password = keepPassword(pool, user.username, request.Password as string);
  cognito.store.write(() => {
    cognito.users.update(pool, user, {
      password,
      status: permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
      temporaryPasswordExpiresAt: permanent ? undefined : cognito.clock.now() + validityMs,
      failedSignIns: 0,
    });
    cognito.journal.record("user.password-set", { sub: user.sub }, { userPoolId: pool.id, permanent });
  });
  return {};
};
