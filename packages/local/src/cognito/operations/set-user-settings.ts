import type { SetUserSettingsRequest, SetUserSettingsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { setLegacyOptions } from "../mfa/set-legacy-options.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

export const setUserSettings: CognitoOperation<SetUserSettingsRequest, SetUserSettingsResponse> = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  setLegacyOptions(cognito, user, request.MFAOptions ?? []);
  return {};
};
