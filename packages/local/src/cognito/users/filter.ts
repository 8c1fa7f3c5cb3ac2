import { invalidParameter } from "../errors.ts";
import { nameKey, type UserPool } from "../pools/user-pools.ts";
import type { User } from "./users.ts";

/** A condition on `cognito_user` that ListUsers adds to its own. */
export interface UserFilter {
  /** `AND …`, or "" for everybody. */
  condition: string;
  values: (string | number)[];
  /** Of a search for a beginning: where in the index of a column the users are, in its order, and what a user has in it. */
  range?: { column: string; from: string; to: string; read: (user: User) => string };
}

const attributes = ["email", "phone_number", "name", "given_name", "family_name", "preferred_username"];
// What a user here can be; no two begin alike.
const statuses = ["UNCONFIRMED", "CONFIRMED", "RESET_REQUIRED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"];
const nobody: UserFilter = { condition: "AND 0", values: [] };
const everybody: UserFilter = { condition: "", values: [] };

/**
 * Reads the one condition of a ListUsers filter: `name = "value"` or `name ^= "value"` (begins with), quotes in it escaped by
 * a backslash. `cognito:user_status` is compared without regard to case, all else exactly.
 * @throws InvalidParameterException
 */
export function parseFilter(filter: string, pool: UserPool): UserFilter {
  const match = /^\s*(?:"([\w:]+)"|([\w:]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/s.exec(filter);
  if (!match) throw invalidParameter("Error while parsing filter");
  const name = (match[1] ?? match[2]) as string;
  const prefix = match[3] === "^=";
  const text = (match[4] as string).replace(/\\(.)/gs, "$1");
  if (attributes.includes(name)) {
    // Written as in the indexes of the table, or they would not be used.
    return onColumn(`attributes ->> '$.${name}'`, prefix, text, (user) => user.attributes[name] ?? "");
  }
  switch (name) {
    case "sub":
      return onColumn("sub", prefix, text, (user) => user.sub);
    case "username":
      return onUsername(pool, prefix, text);
    case "cognito:user_status":
      return oneOf(statuses, prefix, text.toUpperCase(), (status) => ({ condition: "AND status = ?", values: [status] }));
    case "status":
      return oneOf(["Enabled", "Disabled"], prefix, text, (word) => ({
        condition: word === "Enabled" ? "AND enabled = 1" : "AND enabled = 0",
        values: [],
      }));
    default:
      throw invalidParameter(`Invalid search attribute: ${name}`);
  }
}

function onColumn(column: string, prefix: boolean, text: string, read: (user: User) => string): UserFilter {
  if (!prefix) return { condition: `AND ${column} = ?`, values: [text] };
  // A range and not LIKE, so that an index serves it; U+10FFFF sorts after every character.
  return { ...everybody, range: { column, from: text, to: `${text}\u{10ffff}`, read } };
}

function onUsername(pool: UserPool, prefix: boolean, text: string): UserFilter {
  // The index holds the username as it is compared at sign-in; the filter heeds the case in every pool.
  const indexed = onColumn("username_key", prefix, nameKey(pool, text), (user) => nameKey(pool, user.username));
  const exact = prefix ? "AND substr(username, 1, length(?)) = ?" : "AND username = ?";
  return {
    ...indexed,
    condition: `${indexed.condition} ${exact}`,
    values: [...indexed.values, ...(prefix ? [text, text] : [text])],
  };
}

function oneOf(words: readonly string[], prefix: boolean, text: string, filterFor: (word: string) => UserFilter): UserFilter {
  const [word, ...others] = words.filter((candidate) => (prefix ? candidate.startsWith(text) : candidate === text));
  if (word === undefined) return nobody;
  return others.length > 0 ? everybody : filterFor(word);
}
