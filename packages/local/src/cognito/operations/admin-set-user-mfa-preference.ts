import type {
  AdminSetUserMFAPreferenceRequest,
  AdminSetUserMFAPreferenceResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { setPreference } from "../mfa/set-preference.ts";

type Operation = CognitoOperation<AdminSetUserMFAPreferenceRequest, AdminSetUserMFAPreferenceResponse>;

export const adminSetUserMfaPreference: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  setPreference(cognito, cognito.users.get(pool, request.Username as string), request);
  return {};
};
