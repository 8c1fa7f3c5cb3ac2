import type { RespondToAuthChallengeRequest, RespondToAuthChallengeResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import { answerNewPasswordChallenge } from "../sign-in/new-password-challenge.ts";

type Operation = CognitoOperation<RespondToAuthChallengeRequest, RespondToAuthChallengeResponse>;

export const respondToAuthChallenge: Operation = (cognito, request, call) => {
  const client = cognito.appClients.get(request.ClientId as string);
  const pool = cognito.userPools.get(client.userPoolId);
  if (request.ChallengeName !== "NEW_PASSWORD_REQUIRED") {
    throw invalidParameter(`The local AWS does not emulate the challenge ${request.ChallengeName}`);
  }
  return answerNewPasswordChallenge(cognito, pool, { call, client }, request);
};
