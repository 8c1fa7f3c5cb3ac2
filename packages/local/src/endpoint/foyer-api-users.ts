import type { Cognito } from "../cognito/cognito.ts";
import type { User } from "../cognito/users/users.ts";

/** What is read of the user pools. */
export type UserDirectory = Pick<Cognito, "userPools" | "users" | "groups">;

/** A user as `/_foyer/` shows one. */
export interface UserState {
  sub: string;
  userPoolId: string;
  username: string;
  status: string;
  enabled: boolean;
  attributes: Record<string, string>;
  groups: string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  modifiedAt: number;
}

/** The user with this sub, in whichever pool. */
export function userState(directory: UserDirectory, sub: string): UserState | undefined {
  for (const pool of allPools(directory)) {
    const user = directory.users.findBySub(pool, sub);
    if (user) return stateOf(directory, user);
  }
  return undefined;
}

/** The users of all pools in the order of their creation, from the first after the user `after` (a sub). */
export function listUsers(directory: UserDirectory, page: { after?: string | undefined; limit: number }): UserState[] {
  const pools = allPools(directory);
  const last =
    page.after === undefined
      ? undefined
      : pools.map((pool) => directory.users.findBySub(pool, page.after as string)).find(Boolean);
  return pools
    .flatMap((pool) => directory.users.list(pool, undefined, { value: "", id: last?.id ?? 0 }, page.limit))
    .sort((a, b) => a.id - b.id)
    .slice(0, page.limit)
    .map((user) => stateOf(directory, user));
}

function allPools({ userPools }: UserDirectory) {
  return userPools.list("", Number.MAX_SAFE_INTEGER);
}

function stateOf({ groups }: UserDirectory, user: User): UserState {
  return {
    sub: user.sub,
    userPoolId: user.userPoolId,
    username: user.username,
    status: user.status,
    enabled: user.enabled,
    attributes: user.attributes,
    groups: groups.of(user).map(({ name }) => name),
    createdAt: user.createdAt,
    modifiedAt: user.modifiedAt,
  };
}
