import type { AdminInitiateAuthRequest, AdminInitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { adminCallerOf } from "../sign-in/admin-caller.ts";
import { adminFlows, startSignIn } from "../sign-in/flows.ts";

export const adminInitiateAuth: CognitoOperation<AdminInitiateAuthRequest, AdminInitiateAuthResponse> = (
  cognito,
  request,
  call,
) => {
  const { pool, caller } = adminCallerOf(cognito, request, call);
  return startSignIn(cognito, pool, caller, request, adminFlows);
};
