import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";

/** One call of a sign-in: that which starts it, or that which answers a challenge. */
export interface SignInAttempt {
  cognito: Cognito;
  pool: UserPool;
  caller: SignInCaller;
  /** As the call gives it: the username, or another name of the user. */
  username: string;
  /** `ClientMetadata` of the call that starts the sign-in: the triggers before the first factor see it, those after it do not. */
  validationData: Record<string, string> | undefined;
  /** `ClientMetadata` of a call that answers a challenge. */
  clientMetadata: Record<string, string> | undefined;
  /** `DEVICE_KEY`, if the call gives one. */
  deviceKey: string | undefined;
}

/**
 * A member of `AuthParameters` or `ChallengeResponses`.
 * @throws InvalidParameterException if it is missing or empty
 */
export function required(parameters: Record<string, string>, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
