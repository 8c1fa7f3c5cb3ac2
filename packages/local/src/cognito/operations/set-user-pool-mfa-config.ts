import type { SetUserPoolMfaConfigRequest, SetUserPoolMfaConfigResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

type Operation = CognitoOperation<SetUserPoolMfaConfigRequest, SetUserPoolMfaConfigResponse>;

export const setUserPoolMfaConfig: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.mfa.pools.set(pool, request);
  return cognito.mfa.pools.describe(cognito.userPools.get(pool.id));
};
