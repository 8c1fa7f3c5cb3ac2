import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { check, isTextMap } from "./answer.ts";
import { type CustomSignIn, customSignInEvent } from "./custom-sign-in.ts";
import { createEvent, type SignInCaller } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/** A challenge that a function has thought of. */
export interface CustomChallenge {
  /** What the client is told. */
  publicParameters: Record<string, string>;
  /** What only the function that checks the answer is told. */
  privateParameters: Record<string, string>;
  /** Its own name among the custom challenges. */
  metadata: string | null;
}

/**
 * Has a function make the next challenge of a custom sign-in.
 * @throws InvalidParameterException if the pool has no such function, InvalidLambdaResponseException
 */
export async function createAuthChallenge(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  signIn: CustomSignIn,
): Promise<CustomChallenge> {
  const functionArn = pool.settings.LambdaConfig?.CreateAuthChallenge;
  if (!functionArn) throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
  const { userName, request } = customSignInEvent(pool, caller, signIn);
  const event = createEvent(cognito, pool, caller, {
    triggerSource: "CreateAuthChallenge_Authentication",
    userName,
    request: { ...request, challengeName: "CUSTOM_CHALLENGE", session: signIn.results },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  });
  const trigger = "CreateAuthChallenge";
  const response = await invokeTrigger(cognito, { trigger, functionArn, pool, sub: signIn.user?.sub, event });
  const publicParameters = response.publicChallengeParameters ?? {};
  const privateParameters = response.privateChallengeParameters ?? {};
  const metadata = response.challengeMetadata ?? null;
  check(isTextMap(publicParameters) && isTextMap(privateParameters) && (metadata === null || typeof metadata === "string"));
  return { publicParameters, privateParameters, metadata };
}
