import type { SetUserMFAPreferenceRequest, SetUserMFAPreferenceResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { setPreference } from "../mfa/set-preference.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<SetUserMFAPreferenceRequest, SetUserMFAPreferenceResponse>;

export const setUserMfaPreference: Operation = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  setPreference(cognito, user, request);
  return {};
};
