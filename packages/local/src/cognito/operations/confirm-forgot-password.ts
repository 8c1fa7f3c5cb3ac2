import type { ConfirmForgotPasswordRequest, ConfirmForgotPasswordResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { codeMismatch, notAuthorized, usernameClientNotFound } from "../errors.ts";
import { appClientOf } from "../pools/app-client-request.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { verified } from "../users/confirm-user.ts";
import { newPasswordFor } from "../users/new-password.ts";

type Operation = CognitoOperation<ConfirmForgotPasswordRequest, ConfirmForgotPasswordResponse>;

/** Fires the post confirmation trigger too: with a source of its own, by which a function tells a reset from a sign-up. */
export const confirmForgotPassword: Operation = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const code = request.ConfirmationCode as string;
  const find = () => {
    const user = cognito.users.find(pool, request.Username as string);
    if (!user?.enabled && hidesUserExistence(client)) throw codeMismatch();
    if (!user) throw usernameClientNotFound();
    if (!user.enabled) throw notAuthorized("User is disabled.");
    return { user, channel: cognito.codes.check(user, "reset-password", code) };
  };
  const password = await newPasswordFor(cognito, pool, find().user, request.Password as string);
  // While the password was made another call may have used the code up.
  const { user, channel } = find();
  const confirmed = cognito.store.write(() => {
    cognito.codes.discard(user, "reset-password");
    cognito.journal.record("user.confirmed", { sub: user.sub }, { userPoolId: pool.id, by: "ConfirmForgotPassword" });
    return cognito.users.update(pool, user, {
      password,
      status: "CONFIRMED",
      attributes: verified(user.attributes, channel),
      temporaryPasswordExpiresAt: undefined,
      failedSignIns: 0,
    });
  });
  const { ClientMetadata } = request;
  await postConfirmation(cognito, pool, confirmed, "PostConfirmation_ConfirmForgotPassword", { call, client }, ClientMetadata);
  return {};
};
