import type { GlobalSignOutRequest, GlobalSignOutResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import { signOutEverywhere } from "../tokens/sign-out.ts";

export const globalSignOut: CognitoOperation<GlobalSignOutRequest, GlobalSignOutResponse> = async (cognito, request) => {
  const { pool, user } = await bearerOf(cognito, request.AccessToken as string);
  signOutEverywhere(cognito, pool, user);
  return {};
};
