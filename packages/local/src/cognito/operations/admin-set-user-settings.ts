import type { AdminSetUserSettingsRequest, AdminSetUserSettingsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { setLegacyOptions } from "../mfa/set-legacy-options.ts";

type Operation = CognitoOperation<AdminSetUserSettingsRequest, AdminSetUserSettingsResponse>;

export const adminSetUserSettings: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  setLegacyOptions(cognito, cognito.users.get(pool, request.Username as string), request.MFAOptions ?? []);
  return {};
};
