import { CommandError } from "../errors.ts";
import type { LocalClient } from "../local-client.ts";

interface LambdaConfig {
  KMSKeyID?: string;
  PreTokenGenerationConfig?: { LambdaVersion: string; LambdaArn: string };
  [trigger: string]: string | { LambdaArn: string } | undefined;
}

/** What a pool says of its functions. */
export async function lambdaConfigOf(local: LocalClient, UserPoolId: string): Promise<LambdaConfig> {
  const { UserPool } = await local.cognito<{ UserPool: { LambdaConfig?: LambdaConfig } }>("DescribeUserPool", { UserPoolId });
  return UserPool.LambdaConfig ?? {};
}

/** The function that a pool has for a trigger source. @throws {CommandError} when it has none. */
export async function poolFunction(local: LocalClient, userPoolId: string, source: string): Promise<string> {
  const trigger = triggerOf(source);
  const named = (await lambdaConfigOf(local, userPoolId))[trigger];
  const functionArn = typeof named === "object" ? named.LambdaArn : named;
  if (functionArn) return functionArn;
  throw new CommandError(
    `The pool ${userPoolId} has no function for ${trigger}. Give it one with \`foyer dev --trigger ${trigger}=path:export\`.`,
  );
}

/** The key of Cognito's LambdaConfig for a trigger source. */
function triggerOf(source: string): string {
  const [trigger = ""] = source.split("_");
  return trigger === "TokenGeneration" ? "PreTokenGeneration" : trigger;
}
