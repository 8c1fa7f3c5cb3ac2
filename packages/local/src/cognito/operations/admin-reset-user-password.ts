import type { AdminResetUserPasswordRequest, AdminResetUserPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { notAuthorized } from "../errors.ts";
import { sendCode } from "../messages/send-code.ts";
import { resetChannel } from "../users/reset-password.ts";

type Operation = CognitoOperation<AdminResetUserPasswordRequest, AdminResetUserPasswordResponse>;

/** Voids the password and sends the user a code for a new one; the trigger fires when ConfirmForgotPassword takes it. */
export const adminResetUserPassword: Operation = async (cognito, request, call) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  if (user.status === "UNCONFIRMED") throw notAuthorized("User password cannot be reset in the current state.");
  const channel = resetChannel(cognito, pool, user);
  const reset = cognito.store.write(() => {
    cognito.journal.record("user.reset-required", { sub: user.sub }, { userPoolId: pool.id });
    return cognito.users.update(pool, user, { status: "RESET_REQUIRED" });
  });
  await sendCode(cognito, pool, { call }, reset, "reset-password", channel, request.ClientMetadata);
  return {};
};
