import { OnboardingError, StepError } from "../../onboarding/errors.ts";
import { classify } from "../../onboarding/failure.ts";
import { isSecret, type Secret } from "../secret.ts";
import type { Destination } from "./destination.ts";

/** Where the key of a destination comes from: a secret, or a function that fetches it. It is never in the code, the ledger or a log. */
export type WriteKey = Secret | (() => string | Promise<string>);

/** What reading the key takes. @throws OnboardingError for what cannot be a key's source, without quoting it */
export function needsOf(receiver: string, key: WriteKey): Pick<Destination, "permissions" | "resources"> {
  if (typeof key === "function") return { permissions: [], resources: {} };
  if (!isSecret(key))
    throw new OnboardingError(
      `Cannot use ${receiver} as its key must be secretFromEnvironment(…), secretFromSecretsManager(…), secretFromParameterStore(…) or a function`,
    );
  const { permissions, resources } = key;
  return { permissions, resources };
}

/** The key, now. @throws StepError that does not quote it; permanent if there is none or it cannot be one */
export async function readKey(receiver: string, key: WriteKey, signal: AbortSignal): Promise<string> {
  const value = typeof key === "function" ? await called(receiver, key) : await key.read(signal);
  if (typeof value !== "string" || !/^[\x21-\x7e]{1,512}$/.test(value))
    throw new StepError(
      `Cannot send to ${receiver} as its key must be 1 to 512 visible ASCII characters, without a space or a line break`,
    );
  return value;
}

async function called(receiver: string, key: () => string | Promise<string>): Promise<string> {
  try {
    return await key();
  } catch (error) {
    const { name = "an error" } = (error ?? {}) as Error;
    throw new StepError(`Cannot send to ${receiver} as its key cannot be read: ${name}`, { ...classify(error), cause: error });
  }
}
