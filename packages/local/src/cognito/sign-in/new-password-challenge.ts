import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { notAuthorized } from "../errors.ts";
import type { ChallengeResult } from "../triggers/custom-sign-in.ts";
import { missingAttributes, readableBy } from "../users/attributes.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";

export const newPasswordRequired = "NEW_PASSWORD_REQUIRED";

/** What stands before the name of an attribute in the challenge and in its answer. */
export const attributePrefix = "userAttributes.";

/** Asks a user whose password is not one of their own for such a one. @param custom what was answered before, in a custom sign-in */
export function newPasswordChallenge(
  { cognito, pool, caller, username, deviceKey }: SignInAttempt,
  user: User,
  custom?: readonly ChallengeResult[],
): InitiateAuthResponse {
  if ((user.temporaryPasswordExpiresAt ?? Number.POSITIVE_INFINITY) <= cognito.clock.now()) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  const missing = missingAttributes(pool.schema, user.attributes).map((name) => attributePrefix + name);
  const session = { user, username, challenge: newPasswordRequired, state: { deviceKey, custom } };
  return {
    ChallengeName: newPasswordRequired,
    Session: cognito.sessions.open(caller.client, session),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(readableBy(caller.client, user.attributes)),
    },
  };
}
