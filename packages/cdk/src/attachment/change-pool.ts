import { isDeepStrictEqual } from "node:util";
import {
  AddCustomAttributesCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  type GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import { settingsOf } from "./pool-settings.ts";
import { type Triggers, withTriggers } from "./triggers.ts";

/** An attribute as the pool is asked for it: the name is without `custom:`. */
export interface PoolAttribute {
  readonly Name: string;
  readonly AttributeDataType: "String" | "Number" | "Boolean" | "DateTime";
}

/** What a deployment wants of the pool, and what the deployment before it had wanted. */
export interface PoolChange {
  readonly userPoolId: string;
  readonly triggers: Triggers;
  readonly triggersBefore: Triggers;
  readonly customAttributes: readonly PoolAttribute[];
}

/**
 * Sets triggers of a user pool and leaves the rest of it as it is, second factors included; adds the custom attributes that it lacks.
 * @throws Error if the pool calls another function at one of the triggers, or another setting did not stay
 */
export async function changePool(change: PoolChange): Promise<void> {
  const client = new CognitoIdentityProviderClient({ maxAttempts: 10 });
  const of = { UserPoolId: change.userPoolId };
  const describe = async () => (await client.send(new DescribeUserPoolCommand(of))).UserPool as UserPoolType;
  const readMfa = async () => withoutMetadata(await client.send(new GetUserPoolMfaConfigCommand(of)));

  const pool = await describe();
  const has = new Set(pool.SchemaAttributes?.map(({ Name }) => Name));
  const missing = change.customAttributes.filter(({ Name }) => !has.has(`custom:${Name}`));
  if (missing.length > 0) {
    const CustomAttributes = missing.map((attribute) => ({ ...attribute, Mutable: true }));
    await client.send(new AddCustomAttributesCommand({ ...of, CustomAttributes }));
  }

  const LambdaConfig = withTriggers(pool.LambdaConfig ?? {}, change.triggers, change.triggersBefore);
  if (isDeepStrictEqual(LambdaConfig, pool.LambdaConfig ?? {})) return;
  const mfa = await readMfa();
  const { MfaConfiguration, ...settings } = settingsOf(pool);
  const update = { ...of, ...settings, LambdaConfig };
  await client.send(new UpdateUserPoolCommand({ ...update, MfaConfiguration })).catch((error) => {
    // Cognito wants SetUserPoolMfaConfig for what it does not let UpdateUserPool say.
    if (error.name !== "InvalidParameterException" || !/MFA|SMS/i.test(error.message)) throw error;
    return client.send(new UpdateUserPoolCommand(update));
  });
  if (!isDeepStrictEqual(await readMfa(), mfa)) await client.send(new SetUserPoolMfaConfigCommand({ ...of, ...mfa }));

  const now: Record<string, unknown> = { ...settingsOf(await describe()) };
  const lost = Object.entries({ ...settings, MfaConfiguration }).filter(([name, value]) => !isDeepStrictEqual(now[name], value));
  if (lost.length > 0) throw new Error(`Cannot attach as ${lost.map(([name]) => name).join(", ")} must stay and did not`);
}

function withoutMetadata({ $metadata: _, ...rest }: GetUserPoolMfaConfigResponse & { $metadata: unknown }) {
  return rest;
}
