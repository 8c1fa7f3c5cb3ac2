import type { LocalAws } from "@foyer/local";

/** Cognito's LambdaConfig, as far as it is set here. */
export type LambdaConfig = Record<string, string | { LambdaVersion: string; LambdaArn: string }>;

const keyAlias = "alias/foyer-dev";

/** What the pool's LambdaConfig says of functions: by trigger, the function's ARN. */
export function lambdaConfigOf(functionArns: Record<string, string>, keyArn: string | undefined): LambdaConfig {
  const config: LambdaConfig = {};
  for (const [name, LambdaArn] of Object.entries(functionArns)) {
    const [trigger = "", version] = name.split("@");
    if (isSender(trigger)) config[trigger] = { LambdaVersion: "V1_0", LambdaArn };
    else config[trigger] = LambdaArn;
    if (version) config[`${trigger}Config`] = { LambdaVersion: version, LambdaArn };
  }
  return keyArn ? { ...config, KMSKeyID: keyArn } : config;
}

/** The custom senders get their codes encrypted. */
export function isSender(trigger: string): boolean {
  return trigger === "CustomEmailSender" || trigger === "CustomSMSSender";
}

/** The key of the custom senders, made at the first start with this data. @returns its ARN, and the environment by which AWS's example finds it */
export async function senderKey(local: LocalAws): Promise<{ keyArn: string; environment: Record<string, string> }> {
  const keyArn = await existingKey(local).catch(() => createKey(local));
  return { keyArn, environment: { KEY_ARN: keyArn, KEY_ID: keyArn, KEY_ALIAS: keyAlias } };
}

async function existingKey(local: LocalAws): Promise<string> {
  return ((await local.call("kms", "DescribeKey", { KeyId: keyAlias })) as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;
}

async function createKey(local: LocalAws): Promise<string> {
  const { KeyMetadata } = (await local.call("kms", "CreateKey", {})) as { KeyMetadata: { Arn: string; KeyId: string } };
  await local.call("kms", "CreateAlias", { AliasName: keyAlias, TargetKeyId: KeyMetadata.KeyId });
  return KeyMetadata.Arn;
}
