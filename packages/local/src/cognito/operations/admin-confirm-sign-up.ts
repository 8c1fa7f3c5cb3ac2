import type { AdminConfirmSignUpRequest, AdminConfirmSignUpResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { checkUnconfirmed, confirmUser } from "../users/confirm-user.ts";

type Operation = CognitoOperation<AdminConfirmSignUpRequest, AdminConfirmSignUpResponse>;

/** Confirms without a code, and thus verifies no attribute. */
export const adminConfirmSignUp: Operation = async (cognito, request, call) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  checkUnconfirmed(user);
  const confirmed = confirmUser(cognito, pool, user, "AdminConfirmSignUp");
  await postConfirmation(cognito, pool, confirmed, "PostConfirmation_ConfirmSignUp", { call }, request.ClientMetadata);
  return {};
};
