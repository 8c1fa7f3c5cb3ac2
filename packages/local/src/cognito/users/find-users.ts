import type { Store } from "../../store/store.ts";
import { invalidParameter } from "../errors.ts";
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

/** A position as a pagination token holds it. */
export function writePosition({ value, id }: UserPosition): string {
  return `${id} ${value}`;
}

/** The position that a token holds, before everybody for "". @throws InvalidParameterException for a text that nobody wrote */
export function readPosition(text: string): UserPosition {
  if (text === "") return start;
  const [, id, value] = /^(\d{1,15}) (.*)$/s.exec(text) ?? [];
  if (id === undefined || value === undefined) throw invalidParameter("Invalid pagination token.");
  return { value, id: Number(id) };
}

/**
 * The first `limit` users after a position: in the order of their creation or, if the filter looks for a beginning, of what it looks
 * in. A page costs the same wherever it is.
 */
export function findUsers(
  store: Store,
  pool: UserPool,
  filter: UserFilter | undefined,
  { value, id }: UserPosition,
  limit: number,
): User[] {
  const find = (condition: string, order: string, values: (string | number)[], most: number) =>
    store
      .sql(
        `SELECT * FROM cognito_user WHERE user_pool_id = ? ${filter?.condition ?? ""} AND ${condition} ORDER BY ${order} LIMIT ?`,
      )
      .all(pool.id, ...(filter?.values ?? []), ...values, most)
      .map(readUser);

  if (!filter?.range) return find("id > ?", "id", [id], limit);
  const { column, from, to } = filter.range;
  const order = `${column}, id`;
  if (id === start.id) return find(`${column} >= ? AND ${column} < ?`, order, [from, to], limit);
  // Many may have the same name: in two steps the index leads to the place among them too.
  const alike = find(`${column} = ? AND id > ?`, "id", [value, id], limit);
  if (alike.length === limit) return alike;
  return [...alike, ...find(`${column} > ? AND ${column} < ?`, order, [value, to], limit - alike.length)];
}
