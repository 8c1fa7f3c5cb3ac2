import type { Store } from "../../store/store.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { UserFilter } from "./filter.ts";
import { readUser } from "./user-rows.ts";
import type { User } from "./users.ts";

/** A user's place in a list. */
export interface UserPosition {
  /** What the list is in the order of; "" for the order of creation. */
  value: string;
  id: number;
}

/** Before everybody. */
export const start: UserPosition = { value: "", id: 0 };

/** Where a user stands in the list that a filter gives. */
export function positionOf(user: User, filter: UserFilter | undefined): UserPosition {
  return { value: filter?.range?.read(user) ?? "", id: user.id };
}

/**
 * The first `limit` users after a position: in the order of their creation or, if the filter looks for a beginning, of what it looks
 * in.
 */
export function findUsers(
  store: Store,
  pool: UserPool,
  filter: UserFilter | undefined,
  after: UserPosition,
  limit: number,
): User[] {
  return store
    .sql(statementFor(filter))
    .all(pool.id, ...valuesFor(filter, after), limit)
    .map(readUser);
}

/** Its values are the pool, those of `valuesFor` and the limit. */
export function statementFor(filter: UserFilter | undefined): string {
  const from = `SELECT * FROM cognito_user WHERE user_pool_id = ? ${filter?.condition ?? ""}`;
  if (!filter?.range) return `${from} AND id > ? ORDER BY id LIMIT ?`;
  const { column } = filter.range;
  // The comparisons with the column alone bound the walk of the index; a row value does not where the column is an expression.
  return `${from} AND ${column} >= ? AND ${column} < ? AND (${column}, id) > (?, ?) ORDER BY ${column}, id LIMIT ?`;
}

export function valuesFor(filter: UserFilter | undefined, { value, id }: UserPosition): (string | number)[] {
  const own = filter?.values ?? [];
  if (!filter?.range) return [...own, id];
  const { from, to } = filter.range;
  // From where the page before ended, not from the beginning of the range: a page costs the same wherever it is.
  return [...own, id === start.id ? from : value, to, value, id];
}
