import type { Store } from "../../store/store.ts";
import { readUser } from "./user-rows.ts";
import type { User } from "./users.ts";

/** Which users of all pools. */
export interface NewestUsersQuery {
  /** A part of the username, the sub, the e-mail address, the phone number or the name; upper and lower case are alike. */
  search?: string | undefined;
  status?: string | undefined;
  /** How many of the newest are left out. */
  offset: number;
  limit: number;
}

/** The users of all pools, the newest first, and how many the query takes in all. Costs a scan where it searches. */
export function newestUsers(store: Store, query: NewestUsersQuery): { total: number; users: User[] } {
  const { search, status, offset, limit } = query;
  const conditions: string[] = [];
  const values: string[] = [];
  if (search) {
    conditions.push(`(${searched.map((column) => `${column} LIKE ?1 ESCAPE '\\'`).join(" OR ")})`);
    values.push(`%${search.replace(/[\\%_]/g, "\\$&")}%`);
  }
  if (status) {
    conditions.push(`status = ?${values.length + 1}`);
    values.push(status);
  }
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const { total } = store.sql(`SELECT count(*) AS total FROM cognito_user ${where}`).get(...values) as { total: number };
  const users = store
    .sql(`SELECT * FROM cognito_user ${where} ORDER BY id DESC LIMIT ?${values.length + 1} OFFSET ?${values.length + 2}`)
    .all(...values, limit, offset)
    .map(readUser);
  return { total, users };
}

const searched = ["username", "sub", "attributes ->> '$.email'", "attributes ->> '$.phone_number'", "attributes ->> '$.name'"];
