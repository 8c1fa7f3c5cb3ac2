import type { Cognito } from "../cognito.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";
import { bearerOf } from "../tokens/access-tokens.ts";
import type { User } from "../users/users.ts";
import { softwareTokenNotEnabled } from "./software-token-errors.ts";

/** Who sets up an authenticator app. */
export interface SetUpCaller {
  user: User;
  /** For a user in the middle of a sign-in: ends the session of the call and gives the next one, which remembers `state`. */
  reopen?: (state: Record<string, unknown>) => string;
}

/**
 * @throws SoftwareTokenMFANotFoundException if the pool has no authenticator apps, InvalidParameterException without a token or a
 *   session, NotAuthorizedException for one that is over
 */
export async function setUpCallerOf(
  cognito: Cognito,
  { AccessToken, Session }: { AccessToken?: string | undefined; Session?: string | undefined },
): Promise<SetUpCaller> {
  const caller = Session === undefined ? await byAccessToken(cognito, AccessToken) : bySession(cognito, Session);
  const pool = cognito.userPools.get(caller.user.userPoolId);
  if (!cognito.mfa.pools.factorsOf(pool).includes("SOFTWARE_TOKEN_MFA")) throw softwareTokenNotEnabled();
  return caller;
}

async function byAccessToken(cognito: Cognito, accessToken: string | undefined): Promise<SetUpCaller> {
  if (accessToken === undefined) throw invalidParameter("Either AccessToken or Session must be provided.");
  const { user } = await bearerOf(cognito, accessToken);
  return { user };
}

function bySession(cognito: Cognito, session: string): SetUpCaller {
  const client = cognito.appClients.get(cognito.sessions.clientIdOf(session));
  const { user, username, challenge, state } = cognito.sessions.take(session, client, "MFA_SETUP");
  if (!user) throw notAuthorized("Invalid session for the user, session is expired.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return {
    user,
    reopen: (added) => {
      cognito.sessions.close(session);
      return cognito.sessions.open(client, { user, username, challenge, state: { ...state, verified: undefined, ...added } });
    },
  };
}
