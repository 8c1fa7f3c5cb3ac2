import type { GetUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { User } from "../users/users.ts";

/** The members about second factors of GetUser, AdminGetUser and their like; what a user has not chosen is absent. */
export function describeMfa(
  cognito: Cognito,
  user: User,
): Pick<GetUserResponse, "MFAOptions" | "PreferredMfaSetting" | "UserMFASettingList"> {
  const { enabled, preferred, legacyOptions } = cognito.mfa.preferences.of(user);
  return {
    MFAOptions: legacyOptions.length > 0 ? [...legacyOptions] : undefined,
    PreferredMfaSetting: preferred,
    UserMFASettingList: enabled.length > 0 ? [...enabled] : undefined,
  };
}
