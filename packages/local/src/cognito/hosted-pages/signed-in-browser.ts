import type { User } from "../users/users.ts";
import { type BrowserSession, browserSessionSeconds } from "./browser-sessions.ts";
import { cookie } from "./cookies.ts";
import type { AuthorizeRequest } from "./oauth/authorize-request.ts";
import { grantUser } from "./oauth/grant-user.ts";
import { type PageAnswer, redirect } from "./page-answer.ts";
import type { PageRequest } from "./page-request.ts";

const cookieName = "cognito";

/** Who is signed in at this browser, within an hour. */
export function sessionOf({ cognito, pool, cookies }: PageRequest): BrowserSession | undefined {
  return cognito.hostedPages.browserSessions.find(pool, "signed-in", cookies.get(cookieName));
}

/** Signs a user in at this browser, and gives the client what it asked for. */
export async function signInBrowser(request: PageRequest, asked: AuthorizeRequest, user: User): Promise<PageAnswer> {
  const { cognito, basePath, cookies } = request;
  const to = await grantUser(request, asked, user, cognito.clock.now());
  const { browserSessions } = cognito.hostedPages;
  // A new value at each sign-in, so that one that somebody else put there is worth nothing.
  browserSessions.close(cookies.get(cookieName));
  const value = browserSessions.open(user, "signed-in");
  return redirect(to, [cookie(cookieName, value, basePath, browserSessionSeconds)]);
}

/** Signs whoever it is out. @returns the cookies that say so */
export function signOutBrowser({ cognito, basePath, cookies }: PageRequest): string[] {
  cognito.hostedPages.browserSessions.close(cookies.get(cookieName));
  return [cookie(cookieName, "", basePath, 0)];
}
