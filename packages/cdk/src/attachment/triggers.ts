import type { LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";

/** The triggers that an onboarding can have in a user pool. */
export type TriggerName = "PostConfirmation" | "PostAuthentication" | "PreTokenGeneration";

/** By trigger, the ARN of its function. */
export type Triggers = Readonly<Partial<Record<TriggerName, string>>>;

/**
 * The pool's triggers with those of `wanted` and without those of `before`, which an earlier deployment had set.
 * @throws Error if the pool calls another function at one of them
 */
export function withTriggers(config: LambdaConfigType, wanted: Triggers, before: Triggers): LambdaConfigType {
  const ours = new Set([...Object.values(wanted), ...Object.values(before)]);
  const changed: LambdaConfigType = { ...config };
  for (const name of Object.keys(before) as TriggerName[]) if (calledAt(name, changed) === before[name]) remove(name, changed);
  for (const [name, functionArn] of Object.entries(wanted) as [TriggerName, string][]) {
    const other = calledAt(name, changed);
    if (other !== undefined && !ours.has(other))
      throw new Error(`Cannot attach ${name} as the user pool must have no other function there: current value is ${other}`);
    remove(name, changed);
    changed[name] = functionArn;
  }
  return changed;
}

function calledAt(name: TriggerName, config: LambdaConfigType): string | undefined {
  return config[name] ?? (name === "PreTokenGeneration" ? config.PreTokenGenerationConfig?.LambdaArn : undefined);
}

function remove(name: TriggerName, config: LambdaConfigType): void {
  delete config[name];
  // Cognito tells this one twice.
  if (name === "PreTokenGeneration") delete config.PreTokenGenerationConfig;
}
