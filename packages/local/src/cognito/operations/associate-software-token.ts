import type { AssociateSoftwareTokenRequest, AssociateSoftwareTokenResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { setUpCallerOf } from "../mfa/set-up-caller.ts";

type Operation = CognitoOperation<AssociateSoftwareTokenRequest, AssociateSoftwareTokenResponse>;

/** The app that the user has works on until a code of the new one is verified. */
export const associateSoftwareToken: Operation = async (cognito, request) => {
  const { user, reopen } = await setUpCallerOf(cognito, request);
  return cognito.store.write(() => ({ SecretCode: cognito.mfa.softwareTokens.associate(user), Session: reopen?.({}) }));
};
