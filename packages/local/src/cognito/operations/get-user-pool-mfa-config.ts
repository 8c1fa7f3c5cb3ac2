import type { GetUserPoolMfaConfigRequest, GetUserPoolMfaConfigResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<GetUserPoolMfaConfigRequest, GetUserPoolMfaConfigResponse>;

export const getUserPoolMfaConfig: Operation = (cognito, request) =>
  cognito.mfa.pools.describe(cognito.userPools.get(request.UserPoolId as string));
