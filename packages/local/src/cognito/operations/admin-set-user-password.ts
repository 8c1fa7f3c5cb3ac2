import type { AdminSetUserPasswordRequest, AdminSetUserPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { passwordPolicyOf } from "../pools/user-pools.ts";
import { newPasswordFor, temporaryPasswordFor } from "../users/new-password.ts";

type Operation = CognitoOperation<AdminSetUserPasswordRequest, AdminSetUserPasswordResponse>;

/** Fires no trigger and sends nothing, even where it makes the user CONFIRMED. */
export const adminSetUserPassword: Operation = async (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const asked = cognito.users.get(pool, request.Username as string);
  const permanent = request.Permanent ?? false;
  const validityMs = passwordPolicyOf(pool).TemporaryPasswordValidityDays * 86_400_000;
  const text = request.Password as string;
  const password = permanent ? await newPasswordFor(cognito, pool, asked, text) : temporaryPasswordFor(pool, asked, text);
  const user = cognito.users.get(pool, asked.username);
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
