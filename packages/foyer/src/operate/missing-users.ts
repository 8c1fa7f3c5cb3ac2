import { type Origin, originOf } from "../onboarding/confirmed-user.ts";
import { pendingSteps } from "../onboarding/ledger-entry.ts";
import { pkOf } from "../onboarding/ledger-table.ts";
import { type Onboarding, signUpSteps } from "../onboarding/onboarding.ts";
import { poolUser } from "../onboarding/read-user.ts";
import { startWorker } from "../onboarding/start-worker.ts";
import type { Operator } from "./operator.ts";

/** The largest page of ListUsers. */
const PAGE = 60;

/** A user who changed less than this time ago may have a trigger under way. */
const SETTLED_MS = 60_000;

/** Statuses of users who can use the pool by themselves. */
const confirmed = new Set(["CONFIRMED", "EXTERNAL_PROVIDER"]);

/** A confirmed user without an entry. */
export interface MissingUser {
  readonly sub: string;
  readonly origin: Origin;
}

/** One page of the pool. @returns how many users it has, those of them without an entry, and `next` where there is more */
export async function missingUsers(
  operator: Operator,
  { page, usersSince = 0 }: { page?: string; usersSince?: number },
): Promise<{ users: number; missing: MissingUser[]; next?: string }> {
  const { ListUsersCommand } = await import("../onboarding/sdk/cognito-identity-provider.ts");
  const list = new ListUsersCommand({ UserPoolId: operator.userPoolId, Limit: PAGE, PaginationToken: page });
  const { Users = [], PaginationToken: next } = await (await operator.cognito()).send(list);
  const now = operator.now();
  const candidates = Users.flatMap((user) => {
    const { enabled, createdAt, attributes } = poolUser(user) ?? { attributes: {} as Record<string, string> };
    const ageMs = now - (user.UserLastModifiedDate?.getTime() ?? 0);
    const isSettled = ageMs < 0 || ageMs >= SETTLED_MS;
    const isMeant = enabled && isSettled && (createdAt ?? 0) >= usersSince && confirmed.has(user.UserStatus ?? "");
    return isMeant && attributes.sub ? [{ sub: attributes.sub, origin: originOf(attributes) }] : [];
  });
  const keyOf = ({ sub }: MissingUser) => pkOf({ userPoolId: operator.userPoolId, sub });
  const known = await operator.ledger.table.existing(candidates.map(keyOf));
  const missing = candidates.filter((user) => !known.has(keyOf(user)));
  return { users: Users.length, missing, ...(next !== undefined && { next }) };
}

/** Opens the user's entry and starts the worker. */
export async function onboard(operator: Operator, { sub, origin }: MissingUser, onboarding?: Onboarding): Promise<void> {
  const worker = await operator.worker();
  const key = { userPoolId: operator.userPoolId, sub };
  await operator.ledger.open(key, { origin, steps: onboarding ? pendingSteps(signUpSteps(onboarding)) : {} });
  await startWorker(key, { worker });
}
