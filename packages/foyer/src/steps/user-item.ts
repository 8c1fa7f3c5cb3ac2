import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Json } from "../onboarding/json.ts";
import type { Table } from "../onboarding/resources.ts";

/** An item of a table; members that are undefined are left out. */
export type UserRecord = { readonly [attribute: string]: Json | undefined };

/**
 * Where a user's item is: the attributes of the table's key, which are strings, each with its value for a user. The partition key comes
 * first, then the sort key, if the table has one: `{ pk: (user) => "USER#" + user.sub, sk: () => "PROFILE" }`.
 */
export type ItemKey<Name extends string = string> = { readonly [N in Name]: (user: ConfirmedUser) => string };

/** Loads the client when a step first needs it. */
export const dynamodb = once(
  async (): Promise<{ sdk: typeof import("../onboarding/sdk/dynamodb.ts"); client: DynamoDBClient }> => {
    const sdk = await import("../onboarding/sdk/dynamodb.ts");
    return { sdk, client: new sdk.DynamoDBClient({ requestHandler: requestLimits }) };
  },
);

/**
 * The table of a step as a resource. @param step names the step's function for errors: `saveUser`
 * @throws OnboardingError for what DynamoDB would refuse
 */
export function checkedTable(step: string, tableName: string, keyNames: readonly string[]): Table {
  if (!/^[\w.-]{3,255}$/.test(tableName))
    throw new OnboardingError(
      `Cannot use ${step} as 'table' must be 3 to 255 of a-z, A-Z, 0-9, _, . and -: current value is '${tableName}'`,
    );
  const [keyName, sortKeyName, ...more] = keyNames;
  // JavaScript moves a name that is a number to the front.
  if (!keyName || sortKeyName === "" || more.length > 0 || keyNames.some((name) => /^\d+$/.test(name)))
    throw new OnboardingError(
      `Cannot use ${step} as 'key' must name the partition key and, if there is one, the sort key: current value is '${keyNames.join(", ")}'`,
    );
  return { tableName, keyName, ...(sortKeyName !== undefined && { sortKeyName }) };
}

/** The values of a key for a user. @throws StepError, permanent, when one of its functions fails */
export function keyOf(key: ItemKey, user: ConfirmedUser): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(key).map(([name, valueFor]) => [name, valueFor(user)]));
  } catch (error) {
    throw new StepError(`Cannot find the user's item as its key cannot be made: ${(error as Error).message}`, { cause: error });
  }
}

/** The part of an item that is its key. @throws StepError, permanent, unless each attribute of it is a text */
export function keyIn(item: UserRecord, { tableName, keyName, sortKeyName }: Table): Record<string, string> {
  const names = sortKeyName === undefined ? [keyName] : [keyName, sortKeyName];
  return Object.fromEntries(
    names.map((name) => {
      const value = item[name];
      if (typeof value === "string" && value !== "") return [name, value];
      throw new StepError(`Cannot find the user's item as it must have a text under the key '${name}' of table '${tableName}'`);
    }),
  );
}

/** Says of an error that the table is not there; gives back any other. */
export function aboutTable(error: unknown, { tableName }: Table): unknown {
  if ((error as Error).name !== "ResourceNotFoundException") return error;
  return new StepError(`Cannot reach the user's item as there must be a table '${tableName}'`, { cause: error });
}
