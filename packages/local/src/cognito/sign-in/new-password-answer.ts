import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { ChallengeResult } from "../triggers/custom-sign-in.ts";
import {
  type Attributes,
  changeAttributes,
  checkChangedAttributes,
  checkNewAttributes,
  checkWritable,
  nonMutable,
} from "../users/attributes.ts";
import { newPasswordFor } from "../users/new-password.ts";
import type { User } from "../users/users.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required } from "./attempt.ts";
import { challengedUser, resume } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { nextCustomStep } from "./custom-challenge.ts";
import { attributePrefix, newPasswordRequired } from "./new-password-challenge.ts";

/**
 * Takes the new password, and values of attributes with it; the user is CONFIRMED by that and goes on. The session is used up
 * only by an answer that is accepted, so that a password against the policy can be given again.
 */
export const answerNewPassword: AnswerChallenge = async (attempt, { session, responses }) => {
  const { cognito, pool, caller } = attempt;
  const newPassword = required(responses, "NEW_PASSWORD");
  const { user: asked } = challengedUser(attempt, session, newPasswordRequired);
  answeredAttributes(pool, caller.client, asked, responses);
  const password = await newPasswordFor(cognito, pool, asked, newPassword);
  // Again: another answer may have been accepted meanwhile.
  const waiting = challengedUser(attempt, session, newPasswordRequired);
  const { user } = waiting;
  const attributes = answeredAttributes(pool, caller.client, user, responses);
  const confirmed = cognito.store.write(() => {
    cognito.sessions.close(session);
    cognito.journal.record("user.password-set", { sub: user.sub }, { userPoolId: pool.id, permanent: true });
    const changes = { password, attributes, status: "CONFIRMED", temporaryPasswordExpiresAt: undefined } as const;
    return cognito.users.update(pool, user, changes);
  });
  const resumed = resume(attempt, waiting);
  const custom = waiting.state.custom as readonly ChallengeResult[] | undefined;
  if (!custom) return afterFirstFactor(resumed, confirmed, "TokenGeneration_NewPasswordChallenge");
  const result = { challengeName: newPasswordRequired, challengeResult: true, challengeMetadata: null };
  return nextCustomStep(resumed, { user: confirmed, results: [...custom, result], clientPublicKey: undefined });
};

function answeredAttributes(pool: UserPool, client: AppClient, user: User, responses: Record<string, string>): Attributes {
  const given: Attributes = {};
  for (const [name, value] of Object.entries(responses)) {
    if (name.startsWith(attributePrefix)) given[name.slice(attributePrefix.length)] = value;
  }
  for (const name of Object.keys(given)) if (name === "sub" || name.endsWith("_verified")) throw nonMutable(name);
  checkWritable(client, given);
  for (const name of Object.keys(given)) {
    if (user.attributes[name] && isFixed(pool, name)) throw notAuthorized(`Cannot modify an already provided ${name}`);
  }
  checkChangedAttributes(pool.schema, given);
  const attributes = changeAttributes(user.attributes, given);
  checkNewAttributes(pool.schema, attributes);
  return attributes;
}

/** What a user must have, or signs in with, is not for this challenge to change. */
function isFixed({ schema, settings }: UserPool, name: string): boolean {
  return schema.get(name)?.Required === true || (settings.UsernameAttributes ?? []).some((attribute) => attribute === name);
}
