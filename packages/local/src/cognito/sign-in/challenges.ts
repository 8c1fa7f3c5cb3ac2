import type {
  ChallengeNameType,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { answerDevicePasswordVerifier, answerDeviceSrp } from "../devices/device-challenges.ts";
import { invalidParameter } from "../errors.ts";
import { answerMessageCode } from "../mfa/message-code-challenge.ts";
import { answerMfaSetup } from "../mfa/mfa-setup-challenge.ts";
import { answerSelectMfaType } from "../mfa/select-mfa-type-challenge.ts";
import { answerSoftwareToken } from "../mfa/software-token-challenge.ts";
import { answerWebAuthn } from "../passkeys/web-authn-challenge.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { answerFirstFactor, answerSelectChallenge } from "./choice-flow.ts";
import { answerCustomChallenge } from "./custom-challenge.ts";
import { answerCode } from "./first-factor-code.ts";
import { answerNewPassword } from "./new-password-answer.ts";
import { answerPasswordVerifier } from "./password-verifier-answer.ts";
import { checkSecretHash } from "./secret-hash.ts";

/** What a client answers to a challenge. */
export interface ChallengeAnswer {
  /** Empty if the call has none. */
  session: string;
  responses: Record<string, string>;
}

/** Takes the answer to a challenge of one kind: tokens, or the next challenge. */
export type AnswerChallenge = (attempt: SignInAttempt, answer: ChallengeAnswer) => Promise<InitiateAuthResponse>;

const challenges: Partial<Record<ChallengeNameType, AnswerChallenge>> = {
  CUSTOM_CHALLENGE: answerCustomChallenge,
  DEVICE_PASSWORD_VERIFIER: answerDevicePasswordVerifier,
  DEVICE_SRP_AUTH: answerDeviceSrp,
  EMAIL_OTP: answerCode("EMAIL_OTP"),
  MFA_SETUP: answerMfaSetup,
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  PASSWORD: answerFirstFactor("PASSWORD", "PASSWORD"),
  PASSWORD_SRP: answerFirstFactor("PASSWORD_SRP", "SRP_A"),
  PASSWORD_VERIFIER: answerPasswordVerifier,
  SELECT_CHALLENGE: answerSelectChallenge,
  SELECT_MFA_TYPE: answerSelectMfaType,
  SMS_MFA: answerMessageCode("SMS_MFA"),
  SMS_OTP: answerCode("SMS_OTP"),
  SOFTWARE_TOKEN_MFA: answerSoftwareToken,
  WEB_AUTHN: answerWebAuthn,
};

/** Takes the answer to any challenge. @throws InvalidParameterException, NotAuthorizedException and what the challenge throws */
export async function answerChallenge(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  request: Pick<RespondToAuthChallengeRequest, "ChallengeName" | "ChallengeResponses" | "Session" | "ClientMetadata">,
): Promise<InitiateAuthResponse> {
  const name = request.ChallengeName as ChallengeNameType;
  const answer = challenges[name];
  if (!answer) throw invalidParameter(`The local AWS does not emulate the challenge ${name}`);
  const responses = request.ChallengeResponses ?? {};
  const username = required(responses, "USERNAME");
  checkSecretHash(caller.client, responses.SECRET_HASH, username);
  const attempt: SignInAttempt = {
    cognito,
    pool,
    caller,
    username,
    validationData: undefined,
    clientMetadata: request.ClientMetadata,
    deviceKey: responses.DEVICE_KEY,
  };
  return answer(attempt, { session: request.Session ?? "", responses });
}
