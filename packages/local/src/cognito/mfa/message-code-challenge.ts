import { timingSafeEqual } from "node:crypto";
import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Channel } from "../messages/code-delivery.ts";
import { sendCode } from "../messages/send-code.ts";
import { afterSecondFactor } from "../sign-in/after-second-factor.ts";
import { required, type SignInAttempt } from "../sign-in/attempt.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import { confirmUser } from "../users/confirm-user.ts";
import type { User } from "../users/users.ts";
import { channelOf, type MessageChallenge } from "./factors.ts";
import { openChallenge, openedChallenge } from "./open-challenge.ts";

/** What the session of a code remembers. */
interface CodeState {
  code?: string;
  channel: Channel;
}

/** Sends a code to the phone number or the e-mail address of a user who has one. It is good for the session of this challenge alone. */
export async function messageCodeChallenge(
  attempt: SignInAttempt,
  user: User,
  type: MessageChallenge,
): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, clientMetadata } = attempt;
  const channel = channelOf(user, type) as Channel;
  const sent = await sendCode(cognito, pool, caller, user, "authentication", channel, clientMetadata);
  const parameters = {
    CODE_DELIVERY_DELIVERY_MEDIUM: sent.DeliveryMedium,
    CODE_DELIVERY_DESTINATION: sent.Destination,
  };
  return cognito.store.write(() => {
    const code = cognito.codes.take(user, "authentication");
    return openChallenge(attempt, user, type, parameters, { code, channel });
  });
}

/** Takes the code of a message, such as `SMS_MFA_CODE`. A wrong one leaves the session open for another try. */
export function answerMessageCode(type: MessageChallenge): AnswerChallenge {
  return async (given, { session, responses }) => {
    const code = required(responses, `${type}_CODE`);
    const { attempt, user, state } = openedChallenge(given, session, type);
    const { cognito } = attempt;
    const sent = state as unknown as CodeState;
    cognito.mfa.failures.check(user);
    if (!isCode(sent, code)) {
      cognito.mfa.failures.add(user);
      throw new AwsError("CodeMismatchException", "Invalid code or auth state for the user.");
    }
    const verified = cognito.store.write(() => {
      cognito.sessions.close(session);
      cognito.mfa.failures.clear(user);
      return verify(attempt, user, sent.channel);
    });
    return afterSecondFactor(attempt, verified, "TokenGeneration_Authentication");
  };
}

function isCode({ code = "" }: CodeState, given: string): boolean {
  const expected = Buffer.from(code);
  const actual = Buffer.from(given);
  return code !== "" && actual.length === expected.length && timingSafeEqual(actual, expected);
}

/** Who gives the code back has the phone or the mailbox that it went to, and has confirmed a sign-up by it. */
function verify({ cognito, pool }: SignInAttempt, user: User, channel: Channel): User {
  if (user.status === "UNCONFIRMED") return confirmUser(cognito, pool, user, "RespondToAuthChallenge", channel);
  const { attribute, destination } = channel;
  const flag = `${attribute}_verified`;
  if (user.attributes[attribute] !== destination || user.attributes[flag] === "true") return user;
  return cognito.users.update(pool, user, { attributes: { ...user.attributes, [flag]: "true" } });
}
