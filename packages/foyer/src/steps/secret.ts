import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Permission } from "../onboarding/permissions.ts";
import type { Resources } from "../onboarding/resources.ts";

declare const brand: unique symbol;

/**
 * Where a step finds a secret when it runs. The secret itself is neither in the code nor in what is deployed of it, and no text can stand
 * for one. Made by `secretFromEnvironment`, `secretFromSecretsManager` and `secretFromParameterStore`.
 */
export interface Secret {
  readonly permissions: readonly Permission[];
  readonly resources: Resources;
  /** @throws StepError, permanent, when there is no such secret */
  readonly read: (signal: AbortSignal) => Promise<string>;
  readonly [brand]: true;
}

/** How long a value that was read is used: a new one is in use everywhere after that. */
const KEPT_MS = 300_000;

const secretsManager = once(async () => {
  const sdk = await import("../onboarding/sdk/secrets-manager.ts");
  return { sdk, client: new sdk.SecretsManagerClient({ requestHandler: requestLimits }) };
});

/** The value of an environment variable of the functions. */
export function secretFromEnvironment(variable: string): Secret {
  if (!/^[A-Z_][A-Z0-9_]*$/i.test(variable))
    throw new OnboardingError(
      `Cannot use secretFromEnvironment as it must be given the name of a variable: current value is '${variable}'`,
    );
  return secret({
    permissions: [],
    resources: { environment: [variable] },
    async read() {
      const value = process.env[variable];
      if (value) return value;
      throw new StepError(`Cannot read the secret as the environment variable ${variable} must be set for the function`);
    },
  });
}

/**
 * A secret of AWS Secrets Manager in the same account and Region, by its name. A new value is in use after five minutes.
 * @param member of a secret that is a JSON object, as the console makes it: which of its members
 */
export function secretFromSecretsManager(name: string, member?: string): Secret {
  if (!/^[\w/+=.@!-]{1,512}$/.test(name))
    throw new OnboardingError(
      `Cannot use secretFromSecretsManager as a name must be 1 to 512 of a-z, A-Z, 0-9 and /_+=.@!-: current value is '${name}'`,
    );
  return keptSecret({
    // AWS adds six characters to the name.
    permissions: [{ actions: ["secretsmanager:GetSecretValue"], resources: [arn("secretsmanager", `secret:${name}-??????`)] }],
    resources: { secrets: [name] },
    read: async (signal) => memberOf(await currentValue(name, signal), name, member),
  });
}

async function currentValue(name: string, signal: AbortSignal): Promise<string> {
  const { sdk, client } = await secretsManager();
  try {
    const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId: name }), { abortSignal: signal });
    if (SecretString) return SecretString;
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
  }
  throw new StepError(`Cannot read the secret as Secrets Manager must have a text under '${name}'`);
}

function memberOf(text: string, name: string, member: string | undefined): string {
  if (member === undefined) return text;
  const value = parsed(text)?.[member];
  if (typeof value === "string" && value !== "") return value;
  throw new StepError(`Cannot read the secret as '${name}' must be a JSON object with a text under '${member}'`);
}

/** The parser's own error would quote the secret. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const secrets = new WeakSet<object>();

function secret(made: Omit<Secret, typeof brand>): Secret {
  secrets.add(made);
  return Object.freeze(made) as Secret;
}

/** A secret whose value is read anew after five minutes. */
export function keptSecret(of: Omit<Secret, typeof brand>): Secret {
  let kept: { value: string; until: number } | undefined;
  return secret({
    ...of,
    async read(signal) {
      if (kept && Date.now() < kept.until) return kept.value;
      const value = await of.read(signal);
      kept = { value, until: Date.now() + KEPT_MS };
      return value;
    },
  });
}

/** True of what this file and those that use it made. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === "object" && value !== null && secrets.has(value);
}
