import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import { simulatedDelivery } from "../messages/simulated-delivery.ts";
import { answerMessageCode } from "../mfa/message-code-challenge.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { challengedName } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { simulatedUsername } from "./simulated-user.ts";

/** The first factors that are codes. */
export type CodeFactor = "EMAIL_OTP" | "SMS_OTP";

/** Asks nobody for a code that was not sent, in the words in which a user would be asked. */
export function simulatedCodeChallenge(
  { cognito, pool, caller, username }: SignInAttempt,
  challenge: CodeFactor,
): InitiateAuthResponse {
  const delivery = simulatedDelivery(pool, username, [challenge === "SMS_OTP" ? "phone_number" : "email"]);
  return {
    ChallengeName: challenge,
    Session: cognito.sessions.open(caller.client, { username, challenge }),
    ChallengeParameters: {
      CODE_DELIVERY_DELIVERY_MEDIUM: delivery.DeliveryMedium as string,
      CODE_DELIVERY_DESTINATION: delivery.Destination as string,
      USER_ID_FOR_SRP: simulatedUsername(pool, username),
    },
  };
}

/** Takes the code of a message; whatever nobody answers to a simulated challenge is wrong. */
export function answerCode(challenge: CodeFactor): AnswerChallenge {
  const answerUser = answerMessageCode(challenge);
  return async (attempt, answer) => {
    required(answer.responses, `${challenge}_CODE`);
    const { user } = challengedName(attempt, answer.session, challenge);
    if (!user) throw new AwsError("CodeMismatchException", "Invalid code or auth state for the user.");
    return answerUser(attempt, answer);
  };
}
