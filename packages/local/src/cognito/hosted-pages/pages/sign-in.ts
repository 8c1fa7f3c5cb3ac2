import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { SignInCaller } from "../../triggers/event.ts";
import type { User } from "../../users/users.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { signInBrowser } from "../signed-in-browser.ts";
import { challengePage } from "./challenge-page.ts";

/**
 * Takes one step of a sign-in: back to the client with the user if it was the last, else to the page of the challenge.
 * @param username as it was typed
 */
export async function goOn(
  request: PageRequest,
  asked: AuthorizeRequest,
  username: string,
  step: (signedIn: NonNullable<SignInCaller["signedIn"]>) => Promise<InitiateAuthResponse>,
): Promise<PageAnswer> {
  const met: User[] = [];
  const answer = await step((user) => met.push(user));
  const [user] = met;
  return user ? signInBrowser(request, asked, user) : challengePage(request, asked, username, answer);
}
