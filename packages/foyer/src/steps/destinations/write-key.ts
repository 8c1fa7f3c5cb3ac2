import { OnboardingError, StepError } from "../../onboarding/errors.ts";
import { classify } from "../../onboarding/failure.ts";
import type { Resources } from "../../onboarding/resources.ts";

/**
 * Where the key of a destination comes from: an environment variable of the functions, or a function that fetches it. It is never in the code,
 * the ledger or a log.
 */
export type WriteKey = { readonly env: string } | (() => string | Promise<string>);

/** The environment variable that a deployment has to set. @throws OnboardingError for what cannot be a key's source */
export function keyResources(receiver: string, key: WriteKey): Resources {
  if (typeof key === "function") return {};
  if (typeof key?.env !== "string" || !/^[A-Z][A-Z0-9_]*$/.test(key.env) || /^(AWS|LAMBDA|FOYER|NODE)_/.test(key.env))
    throw new OnboardingError(
      `Cannot use ${receiver} as its key must come from a function or from an environment variable of your own, like { env: "WRITE_KEY" }`,
    );
  return { environment: [key.env] };
}

/** The key, now. @throws StepError that does not quote it; permanent if there is none or it cannot be one */
export async function readKey(receiver: string, source: WriteKey): Promise<string> {
  const key = typeof source === "function" ? await called(receiver, source) : process.env[source.env];
  if (key === undefined || key === "") {
    const where = typeof source === "function" ? "its function gives none" : `the environment variable ${source.env} is not set`;
    throw new StepError(`Cannot send to ${receiver} as it must have a key: ${where}`);
  }
  if (!/^[\x21-\x7e]{1,512}$/.test(key))
    throw new StepError(
      `Cannot send to ${receiver} as its key must be visible ASCII characters, without a space or a line break`,
    );
  return key;
}

async function called(receiver: string, source: () => string | Promise<string>): Promise<string> {
  try {
    return await source();
  } catch (error) {
    const { name = "an error" } = (error ?? {}) as Error;
    throw new StepError(`Cannot send to ${receiver} as its key cannot be read: ${name}`, { ...classify(error), cause: error });
  }
}
