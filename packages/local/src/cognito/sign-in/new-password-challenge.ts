import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import {
  type Attributes,
  changeAttributes,
  checkChangedAttributes,
  checkNewAttributes,
  checkWritable,
  missingAttributes,
  readableBy,
} from "../users/attributes.ts";
import { newPasswordFor } from "../users/new-password.ts";
import type { User } from "../users/users.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { challengedUser } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";

const challenge = "NEW_PASSWORD_REQUIRED";
const attributePrefix = "userAttributes.";

/** Asks a user whose password an administrator gave for one of their own. */
export function newPasswordChallenge({ cognito, pool, caller, username }: SignInAttempt, user: User): InitiateAuthResponse {
  if ((user.temporaryPasswordExpiresAt ?? Number.POSITIVE_INFINITY) <= cognito.clock.now()) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  const missing = missingAttributes(pool.schema, user.attributes).map((name) => attributePrefix + name);
  return {
    ChallengeName: challenge,
    Session: cognito.sessions.open(caller.client, { user, username, challenge }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(readableBy(caller.client, user.attributes)),
    },
  };
}

/**
 * Takes the new password, and values of attributes with it; the user is CONFIRMED by that and goes on. The session is used up
 * only by an answer that is accepted, so that a password against the policy can be given again.
 */
export const answerNewPassword: AnswerChallenge = async (attempt, { session, responses }) => {
  const { cognito, pool, caller } = attempt;
  const newPassword = required(responses, "NEW_PASSWORD");
  const { user: asked } = challengedUser(attempt, session, challenge);
  answeredAttributes(pool, caller.client, asked, responses);
  const password = await newPasswordFor(cognito, pool, asked, newPassword);
  // Again: another answer may have been accepted meanwhile.
  const { user } = challengedUser(attempt, session, challenge);
  const attributes = answeredAttributes(pool, caller.client, user, responses);
  const confirmed = cognito.store.write(() => {
    cognito.sessions.close(session);
    cognito.journal.record("user.password-set", { sub: user.sub }, { userPoolId: pool.id, permanent: true });
    const changes = { password, attributes, status: "CONFIRMED", temporaryPasswordExpiresAt: undefined } as const;
    return cognito.users.update(pool, user, changes);
  });
  return afterFirstFactor(attempt, confirmed, "TokenGeneration_NewPasswordChallenge");
};

function answeredAttributes(pool: UserPool, client: AppClient, user: User, responses: Record<string, string>): Attributes {
  const given: Attributes = {};
  for (const [name, value] of Object.entries(responses)) {
    if (name.startsWith(attributePrefix)) given[name.slice(attributePrefix.length)] = value;
  }
  checkWritable(client, given);
  checkChangedAttributes(pool.schema, given);
  const attributes = changeAttributes(user.attributes, given);
  checkNewAttributes(pool.schema, attributes);
  return attributes;
}
