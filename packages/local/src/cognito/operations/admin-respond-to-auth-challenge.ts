import type {
  AdminRespondToAuthChallengeRequest,
  AdminRespondToAuthChallengeResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { adminCallerOf } from "../sign-in/admin-caller.ts";
import { answerChallenge } from "../sign-in/challenges.ts";

type Operation = CognitoOperation<AdminRespondToAuthChallengeRequest, AdminRespondToAuthChallengeResponse>;

export const adminRespondToAuthChallenge: Operation = (cognito, request, call) => {
  const { pool, caller } = adminCallerOf(cognito, request, call);
  return answerChallenge(cognito, pool, caller, request);
};
