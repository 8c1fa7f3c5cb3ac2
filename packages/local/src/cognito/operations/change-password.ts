import type { ChangePasswordRequest, ChangePasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { incorrectPassword } from "../errors.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { newPasswordFor } from "../users/new-password.ts";
import { isPassword } from "../users/passwords.ts";

type Operation = CognitoOperation<ChangePasswordRequest, ChangePasswordResponse>;

/** A user who has signed in without a password so far gets one, and names none before it. The tokens of the user stay good. */
export const changePassword: Operation = async (cognito, request) => {
  const { pool, user } = await bearerOf(cognito, request.AccessToken as string);
  cognito.passwordChanges.count(user);
  const { PreviousPassword: previous } = request;
  if (user.password) {
    const right = previous !== undefined && isPassword(pool, user.username, user.password, previous);
    if (!right) throw incorrectPassword();
  }
  const password = await newPasswordFor(cognito, pool, user, request.ProposedPassword as string);
  cognito.store.write(() => {
    // As of now: others may have changed the user while the history was searched.
    cognito.users.update(pool, cognito.users.get(pool, user.username), { password, temporaryPasswordExpiresAt: undefined });
    cognito.journal.record("user.password-set", { sub: user.sub }, { userPoolId: pool.id, permanent: true });
  });
  return {};
};
