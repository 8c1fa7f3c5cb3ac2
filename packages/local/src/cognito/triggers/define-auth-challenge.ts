import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { check } from "./answer.ts";
import { type CustomSignIn, customSignInEvent } from "./custom-sign-in.ts";
import { createEvent, type SignInCaller } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/** How a custom sign-in goes on: it ends, well or badly, or with the challenge of this name. */
export type NextStep = "issue-tokens" | "fail" | { challengeName: string };

/**
 * Asks the function that leads a custom sign-in what comes next.
 * @throws InvalidParameterException if the pool has none, InvalidLambdaResponseException for an answer that decides nothing
 */
export async function defineAuthChallenge(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  signIn: CustomSignIn,
): Promise<NextStep> {
  const functionArn = pool.settings.LambdaConfig?.DefineAuthChallenge;
  if (!functionArn) throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
  const { userName, request } = customSignInEvent(pool, caller, signIn);
  const event = createEvent(cognito, pool, caller, {
    triggerSource: "DefineAuthChallenge_Authentication",
    userName,
    request: { ...request, session: signIn.results },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  });
  const trigger = "DefineAuthChallenge";
  const response = await invokeTrigger(cognito, { trigger, functionArn, pool, sub: signIn.user?.sub, event });
  const { challengeName = null, issueTokens = null, failAuthentication = null } = response;
  check(challengeName === null || typeof challengeName === "string");
  check(issueTokens === null || typeof issueTokens === "boolean");
  check(failAuthentication === null || typeof failAuthentication === "boolean");
  if (failAuthentication) return "fail";
  if (issueTokens) return "issue-tokens";
  check(challengeName !== null);
  return { challengeName };
}
