import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { check } from "./answer.ts";
import { type CustomSignIn, customSignInEvent } from "./custom-sign-in.ts";
import { createEvent, type SignInCaller } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/**
 * Has a function check the answer to a custom challenge.
 * @param privateParameters as the function that made the challenge gave them
 * @returns whether the answer is right
 * @throws InvalidParameterException if the pool has no such function, InvalidLambdaResponseException
 */
export async function verifyAuthChallengeResponse(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  signIn: CustomSignIn,
  privateParameters: Record<string, string>,
  answer: string,
): Promise<boolean> {
  const functionArn = pool.settings.LambdaConfig?.VerifyAuthChallengeResponse;
  if (!functionArn) throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
  const { userName, request } = customSignInEvent(pool, caller, signIn);
  const event = createEvent(cognito, pool, caller, {
    triggerSource: "VerifyAuthChallengeResponse_Authentication",
    userName,
    request: { ...request, privateChallengeParameters: privateParameters, challengeAnswer: answer },
    response: { answerCorrect: null },
  });
  const trigger = "VerifyAuthChallengeResponse";
  const { answerCorrect } = await invokeTrigger(cognito, { trigger, functionArn, pool, sub: signIn.user?.sub, event });
  check(typeof answerCorrect === "boolean");
  return answerCorrect;
}
