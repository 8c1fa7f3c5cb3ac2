import type { RespondToAuthChallengeRequest, RespondToAuthChallengeResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { answerChallenge } from "../sign-in/challenges.ts";

type Operation = CognitoOperation<RespondToAuthChallengeRequest, RespondToAuthChallengeResponse>;

export const respondToAuthChallenge: Operation = (cognito, request, call) => {
  const client = cognito.appClients.get(request.ClientId as string);
  return answerChallenge(cognito, cognito.userPools.get(client.userPoolId), { call, client }, request);
};
