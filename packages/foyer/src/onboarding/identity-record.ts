import { arn } from "./arn.ts";
import type { ConfirmedUser } from "./confirmed-user.ts";
import { OnboardingError } from "./errors.ts";
import type { Permission } from "./permissions.ts";
import type { Table } from "./resources.ts";

/** Whose record it is: the part of a user that the token of a sign-in tells as well. */
export type RecordOwner = Pick<ConfirmedUser, "sub" | "userName" | "userPoolId">;

/** Where the id of the user's identity is kept: on the record that `saveUser` made. */
export interface IdentityRecordOptions {
  /** Default `cognito_users`. */
  table?: string;
  /**
   * The table's partition key, which holds the username; or the key with its values, the partition key first: `{ pk: (user) => "USER#" +
   * user.sub, sk: () => "PROFILE" }`. Default `username`.
   */
  key?: string | { readonly [name: string]: (user: RecordOwner) => string };
  /** The attribute that gets the identity's id, such as `us-east-1:0d6c…`; never a token, whatever its name. Default `identityId`. */
  attribute?: string;
}

/** The one attribute of a user's record that names the user's identity. */
export interface IdentityRecord {
  readonly table: Table;
  readonly key: NonNullable<IdentityRecordOptions["key"]>;
  readonly attribute: string;
}

/** @param of names whose options they are for errors: `linkIdentity`. @throws OnboardingError for what DynamoDB would refuse */
export function identityRecord(of: string, options: IdentityRecordOptions): IdentityRecord {
  const { table: tableName = "cognito_users", key = "username", attribute = "identityId" } = options;
  const names = typeof key === "string" ? [key] : Object.keys(key);
  const refuse = (rule: string, value: string) => new OnboardingError(`Cannot use ${of} as ${rule}: current value is '${value}'`);
  if (!/^[\w.-]{3,255}$/.test(tableName)) throw refuse("'table' must be 3 to 255 of a-z, A-Z, 0-9, _, . and -", tableName);
  const [keyName = "", sortKeyName] = names;
  // JavaScript moves a name that is a number to the front.
  if (keyName === "" || sortKeyName === "" || names.length > 2 || names.some((name) => /^\d+$/.test(name)))
    throw refuse("'key' must name the partition key and, if there is one, the sort key", names.join(", "));
  if (attribute === "" || names.includes(attribute)) throw refuse("'attribute' must be an attribute beside the key", attribute);
  return { table: { tableName, keyName, ...(sortKeyName !== undefined && { sortKeyName }) }, key, attribute };
}

/** What writing it needs. */
export function recordPermission({ table }: IdentityRecord): Permission {
  return { actions: ["dynamodb:UpdateItem"], resources: [arn("dynamodb", `table/${table.tableName}`)] };
}
