import type {
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
  RespondToAuthChallengeResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import {
  type Attributes,
  changeAttributes,
  checkChangedAttributes,
  checkNewAttributes,
  checkWritable,
  missingAttributes,
  readableBy,
} from "../users/attributes.ts";
import { checkPassword, keepPassword } from "../users/passwords.ts";
import type { User } from "../users/users.ts";
import { checkSecretHash } from "./secret-hash.ts";
import { signIn } from "./sign-in.ts";

const challenge = "NEW_PASSWORD_REQUIRED";
const attributePrefix = "userAttributes.";

/** Asks a user whose password an administrator gave for one of their own. */
export function newPasswordChallenge(cognito: Cognito, pool: UserPool, client: AppClient, user: User): InitiateAuthResponse {
  if ((user.temporaryPasswordExpiresAt ?? Number.POSITIVE_INFINITY) <= cognito.clock.now()) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  const missing = missingAttributes(pool.schema, user.attributes).map((name) => attributePrefix + name);
  return {
    ChallengeName: challenge,
    Session: cognito.sessions.open(client, user, challenge),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missing),
      userAttributes: JSON.stringify(readableBy(client, user.attributes)),
    },
  };
}

/**
 * Takes the new password, and values of attributes with it; the user is CONFIRMED and signed in by that. The session is used up
 * only by an answer that is accepted, so that a password against the policy can be given again.
 */
export async function answerNewPasswordChallenge(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  request: RespondToAuthChallengeRequest,
): Promise<RespondToAuthChallengeResponse> {
  const { client } = caller;
  const responses = request.ChallengeResponses ?? {};
  const { USERNAME: username, NEW_PASSWORD: newPassword } = responses;
  if (!username) throw invalidParameter("Missing required parameter USERNAME");
  if (!newPassword) throw invalidParameter("Missing required parameter NEW_PASSWORD");
  checkSecretHash(client, responses.SECRET_HASH, username);
  const session = request.Session ?? "";
  const user = cognito.users.byId(cognito.sessions.userIdOf(session, client, challenge));
  if (cognito.users.find(pool, username)?.id !== user.id) throw notAuthorized("Invalid session for the user.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const attributes = answeredAttributes(pool, client, user, responses);
  checkPassword(pool, newPassword);
  const password = keepPassword(pool, user.username, newPassword);
  const confirmed = cognito.store.write(() => {
    cognito.sessions.close(session);
    cognito.journal.record("user.password-set", { sub: user.sub }, { userPoolId: pool.id, permanent: true });
    const changes = { password, attributes, status: "CONFIRMED", temporaryPasswordExpiresAt: undefined } as const;
    return cognito.users.update(pool, user, changes);
  });
  const source = "TokenGeneration_NewPasswordChallenge";
  const AuthenticationResult = await signIn(cognito, pool, caller, confirmed, source, request.ClientMetadata);
  return { AuthenticationResult, ChallengeParameters: {} };
}

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
