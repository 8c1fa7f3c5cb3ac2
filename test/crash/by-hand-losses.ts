import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scan } from "./ledger.ts";
import { inboxOf, type Place } from "./place.ts";
import type { Crowd, Traffic } from "./traffic.ts";
import { isDue, type KnownUser, knownUsers, listUsers } from "./users.ts";

/** How one of the two pools came through the run: of users who signed up. */
export interface Outcome {
  confirmed: number;
  /** Have their record, their group and their welcome mail. */
  whole: number;
  /** Lack one of these, and a person was told. */
  parked: number;
  /** Lack one of these, and nobody knows. */
  lost: number;
  welcomedTwice: number;
  /** Of these: at a password reset, months later as it may be. */
  welcomedAtReset: number;
  /** Answers to a confirmation that were an error of the trigger, although the user was confirmed. */
  errorsShown: number;
  personalLogLines: number;
}

/** What a user of either pool has. */
interface Had {
  email: string;
  hasRecord: boolean;
  hasGroup: boolean;
  isParked: boolean;
  isReset: boolean;
}

/** Compares the users who signed up in both pools, where there are two. */
export async function compare(
  place: Place,
  traffic: Traffic,
  dataDir: string,
): Promise<{ foyer: Outcome; byHand: Outcome } | undefined> {
  const pool = place.byHand;
  if (!pool || !traffic.byHand) return undefined;
  const log = readFileSync(join(dataDir, "functions.log"), "utf8").split("\n");
  const [foyer, byHand] = await Promise.all([
    foyerUsers(place, traffic.foyer),
    byHandUsers(place, pool.userPoolId, traffic.byHand),
  ]);
  return {
    foyer: { ...(await outcomeOf(place, foyer, traffic.foyer)), personalLogLines: personal(log, "foyer-") },
    byHand: { ...(await outcomeOf(place, byHand, traffic.byHand)), personalLogLines: personal(log, "by-hand\t") },
  };
}

async function foyerUsers(place: Place, { users }: Crowd): Promise<Had[]> {
  const records = new Set((await scan(place, "cognito_users")).map(({ useremail }) => useremail?.S));
  const signedUp = new Map(users.filter(({ hasTwin }) => hasTwin).map((user) => [user.email, user]));
  const known = (await knownUsers(place)).filter((user) => isDue(user) && signedUp.has(user.email));
  return known.map(({ email, groups, entry }: KnownUser) => ({
    email,
    hasRecord: records.has(email),
    hasGroup: groups.includes("Users"),
    isParked: entry?.status === "parked",
    isReset: (signedUp.get(email)?.resets ?? 0) > 0,
  }));
}

async function byHandUsers(place: Place, userPoolId: string, { users }: Crowd): Promise<Had[]> {
  const records = new Set((await scan(place, "by_hand_users")).map(({ useremail }) => useremail?.S));
  const resets = new Map(users.map(({ email, resets }) => [email, resets]));
  const known = (await listUsers(place, userPoolId)).filter(isDue);
  return known.map(({ groups, attributes: { email = "" } }) => ({
    email,
    hasRecord: records.has(email),
    hasGroup: groups.includes("Users"),
    isParked: false,
    isReset: (resets.get(email) ?? 0) > 0,
  }));
}

async function outcomeOf(place: Place, users: Had[], crowd: Crowd): Promise<Omit<Outcome, "personalLogLines">> {
  const outcome = { confirmed: users.length, whole: 0, parked: 0, lost: 0, welcomedTwice: 0, welcomedAtReset: 0 };
  for (const { email, hasRecord, hasGroup, isParked, isReset } of users) {
    const welcomes = (await inboxOf(place, email)).filter(({ subject }) => subject === "Welcome").length;
    if (hasRecord && hasGroup && welcomes > 0) outcome.whole++;
    else if (isParked) outcome.parked++;
    else outcome.lost++;
    if (welcomes > 1) outcome.welcomedTwice++;
    if (welcomes > 1 && isReset) outcome.welcomedAtReset++;
  }
  const errorsShown = crowd.users.filter(({ hasTwin }) => hasTwin).reduce((sum, user) => sum + user.errorsShown, 0);
  return { ...outcome, errorsShown };
}

/** The lines in the logs of these functions that name a user. */
function personal(log: string[], functions: string): number {
  return log.filter((line) => line.startsWith(functions) && /canary|twin-\d/i.test(line)).length;
}
