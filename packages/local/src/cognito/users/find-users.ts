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
  return { value: filter?.order?.read(user) ?? "", id: user.id };
}

/**
 * The first `limit` users after a position: in the order of their creation or, if the filter looks for a beginning, of what it looks
 * in. Reads an index from the position on, so that a page costs the same wherever it is.
 */
export function findUsers(
  store: Store,
  pool: UserPool,
  filter: UserFilter | undefined,
  { value, id }: UserPosition,
  limit: number,
): User[] {
  const after = filter?.order ? [value, value, id] : [id];
  return store
    .sql(statementFor(filter))
    .all(pool.id, ...(filter?.values ?? []), ...after, limit)
    .map(readUser);
}

/** Its values are the pool, the filter's own, the position and the limit. */
export function statementFor(filter: UserFilter | undefined): string {
  const from = `SELECT * FROM cognito_user WHERE user_pool_id = ? ${filter?.condition ?? ""}`;
  if (!filter?.order) return `${from} AND id > ? ORDER BY id LIMIT ?`;
  const { column } = filter.order;
  // The first comparison bounds the walk of the index: a row value alone does not where the column is an expression.
  return `${from} AND ${column} >= ? AND (${column}, id) > (?, ?) ORDER BY ${column}, id LIMIT ?`;
}
