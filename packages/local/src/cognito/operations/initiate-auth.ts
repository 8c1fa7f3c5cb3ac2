import type { InitiateAuthRequest, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { clientFlows, startSignIn } from "../sign-in/flows.ts";

export const initiateAuth: CognitoOperation<InitiateAuthRequest, InitiateAuthResponse> = (cognito, request, call) => {
  const client = cognito.appClients.get(request.ClientId as string);
  return startSignIn(cognito, cognito.userPools.get(client.userPoolId), { call, client }, request, clientFlows);
};
