import { hidesUserExistence } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { clientMetadataOf, type SignInCaller, userAttributesOf } from "./event.ts";

/** A challenge that was answered, as the functions of a custom sign-in see it. */
export interface ChallengeResult {
  /** `SRP_A` for the start of one that begins with a password. */
  challengeName: string;
  challengeResult: boolean;
  challengeMetadata: string | null;
}

/** What the three functions of a custom sign-in are told. */
export interface CustomSignIn {
  /** As given: there may be no such user. */
  username: string;
  user: User | undefined;
  /** The oldest first. */
  results: readonly ChallengeResult[];
  /** Of the call that answers a challenge. */
  clientMetadata: Record<string, string> | undefined;
}

/** What the events of all three have in common. */
export function customSignInEvent(pool: UserPool, caller: SignInCaller, { username, user, clientMetadata }: CustomSignIn) {
  return {
    userName: user?.username ?? username,
    request: {
      userAttributes: user ? userAttributesOf(pool, user) : {},
      ...(hidesUserExistence(caller.client) && { userNotFound: !user }),
      ...clientMetadataOf(clientMetadata),
    },
  };
}
