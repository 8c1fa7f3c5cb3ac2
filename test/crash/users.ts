import { type Entry, readLedger } from "./ledger.ts";
import { foyer, type Place } from "./place.ts";

/** A user as the pool and the ledger know them. */
export interface KnownUser {
  sub: string;
  email: string;
  status: string;
  groups: string[];
  attributes: Record<string, string>;
  /** Of their verified address. */
  isStaff: boolean;
  entry: Entry | undefined;
  resets: Entry[];
}

interface ListedUser {
  sub: string;
  userPoolId: string;
  status: string;
  groups: string[];
  attributes: Record<string, string>;
}

/** The users of one pool. */
export async function listUsers(place: Place, userPoolId: string): Promise<ListedUser[]> {
  const users: ListedUser[] = [];
  let page: ListedUser[];
  do {
    const after = users.length > 0 ? `after=${users.at(-1)?.sub}` : "";
    page = await foyer<ListedUser[]>(place, `users?${after}`);
    users.push(...page);
  } while (page.length > 0);
  return users.filter((user) => user.userPoolId === userPoolId);
}

/** The users of Foyer's pool with what the ledger says of them. */
export async function knownUsers(place: Place): Promise<KnownUser[]> {
  const entries = await readLedger(place);
  const own = new Map(entries.filter(({ isReset }) => !isReset).map((entry) => [entry.sub, entry]));
  const resets = Map.groupBy(
    entries.filter(({ isReset }) => isReset),
    ({ sub }) => sub,
  );
  return (await listUsers(place, place.foyer.userPoolId)).map(({ sub, status, groups, attributes }) => {
    const { email = "", email_verified } = attributes;
    const isStaff = email_verified === "true" && email.endsWith("@example.com");
    return { sub, email, status, groups, attributes, isStaff, entry: own.get(sub), resets: resets.get(sub) ?? [] };
  });
}

/** Whether the user is to be onboarded: can use the pool by themselves, however they came. */
export function isDue({ status }: { status: string }): boolean {
  return status === "CONFIRMED" || status === "EXTERNAL_PROVIDER";
}

export const isClosed = (entry: Entry | undefined) => entry?.status === "complete" || entry?.status === "parked";
