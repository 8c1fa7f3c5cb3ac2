import type { DeleteUserRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { deleteUser as deleteFromPool } from "../users/delete-user.ts";

export const deleteUser: CognitoOperation<DeleteUserRequest, undefined> = async (cognito, request) => {
  const { pool, user } = await bearerOf(cognito, request.AccessToken as string);
  deleteFromPool(cognito, pool, user);
  return undefined;
};
