import type { VerifySoftwareTokenRequest, VerifySoftwareTokenResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { setUpCallerOf } from "../mfa/set-up-caller.ts";
import { noSoftwareToken } from "../mfa/software-token-errors.ts";

type Operation = CognitoOperation<VerifySoftwareTokenRequest, VerifySoftwareTokenResponse>;

export const verifySoftwareToken: Operation = async (cognito, request) => {
  const { user, reopen } = await setUpCallerOf(cognito, request);
  const { softwareTokens } = cognito.mfa;
  if (!softwareTokens.isAssociated(user)) throw noSoftwareToken();
  return cognito.store.write(() => {
    if (!softwareTokens.verify(user, request.UserCode as string, request.FriendlyDeviceName)) {
      throw new AwsError("EnableSoftwareTokenMFAException", "Code mismatch");
    }
    return { Status: "SUCCESS", Session: reopen?.({ verified: true }) };
  });
};
