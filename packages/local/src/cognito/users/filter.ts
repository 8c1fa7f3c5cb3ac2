import { invalidParameter } from "../errors.ts";
import { nameKey, type UserPool } from "../pools/user-pools.ts";

/** A condition on `cognito_user` that ListUsers adds to its own. */
export interface UserFilter {
  condition: string;
  values: string[];
}

const columns: Record<string, string> = {
  username: "username",
  sub: "sub",
  "cognito:user_status": "lower(status)",
  status: "CASE enabled WHEN 1 THEN 'Enabled' ELSE 'Disabled' END",
  ...Object.fromEntries(
    ["email", "phone_number", "name", "given_name", "family_name", "preferred_username"].map((name) => [
      name,
      // Written as in the indexes of the table, or they would not be used.
      `attributes ->> '$.${name}'`,
    ]),
  ),
};

/**
 * Reads the one condition of a ListUsers filter: `name = "value"` or `name ^= "value"` (begins with), quotes in it escaped by
 * a backslash. The status is compared without regard to case, all else exactly.
 * @throws InvalidParameterException
 */
export function parseFilter(filter: string, pool: UserPool): UserFilter {
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  if (!match) throw invalidParameter("Error while parsing filter");
  const [, name, operator, quoted] = match as unknown as [string, string, string, string];
  if (!Object.hasOwn(columns, name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const column = columns[name] as string;
  const text = quoted.replace(/\\(.)/g, "$1");
  const exact = compare(column, operator, name === "cognito:user_status" ? text.toLowerCase() : text);
  if (name !== "username") return exact;
  // The index holds the username as it is compared at sign-in; the filter heeds the case in every pool.
  const indexed = compare("username_key", operator, nameKey(pool, text));
  return { condition: `${indexed.condition} ${exact.condition}`, values: [...indexed.values, ...exact.values] };
}

function compare(column: string, operator: string, value: string): UserFilter {
  if (operator === "=") return { condition: `AND ${column} = ?`, values: [value] };
  // A range and not LIKE, so that an index serves it; U+10FFFF sorts after every character.
  return { condition: `AND ${column} >= ? AND ${column} < ?`, values: [value, `${value}\u{10ffff}`] };
}
