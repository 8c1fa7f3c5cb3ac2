import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import { keptSecret, type Secret } from "./secret.ts";

const parameterStore = once(async () => {
  const sdk = await import("../onboarding/sdk/ssm.ts");
  return { sdk, client: new sdk.SSMClient({ requestHandler: requestLimits }) };
});

/**
 * A parameter of Systems Manager's Parameter Store in the same account and Region, by its name: a SecureString, or a text. A new value is
 * in use after five minutes.
 */
export function secretFromParameterStore(name: string): Secret {
  if (!/^(?:(?:\/[\w.-]+)+|[\w.-]+)$/.test(name) || /^\/?(?:aws|ssm)/i.test(name) || name.length > 1011)
    throw new OnboardingError(
      `Cannot use secretFromParameterStore as it must be given a parameter's name, such as /acme/token: current value is '${name}'`,
    );
  return keptSecret({
    // In the ARN there is one slash between `parameter` and the name, whether the name begins with one or not.
    permissions: [{ actions: ["ssm:GetParameter"], resources: [arn("ssm", `parameter/${name.replace(/^\//, "")}`)] }],
    resources: { parameters: [name] },
    read: (signal) => currentValue(name, signal),
  });
}

async function currentValue(name: string, signal: AbortSignal): Promise<string> {
  const { sdk, client } = await parameterStore();
  try {
    const get = new sdk.GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await client.send(get, { abortSignal: signal });
    if (Parameter?.Value) return Parameter.Value;
  } catch (error) {
    if ((error as Error).name !== "ParameterNotFound") throw error;
  }
  throw new StepError(`Cannot read the secret as Parameter Store must have a value under '${name}'`);
}
