import type { Origin } from "../onboarding/confirmed-user.ts";
import type { Ledger } from "../onboarding/ledger.ts";
import { type EntryKey, type LedgerEntry, pendingSteps } from "../onboarding/ledger-entry.ts";
import { type Onboarding, signUpSteps, usersSinceOf } from "../onboarding/onboarding.ts";
import { readUser } from "../onboarding/read-user.ts";
import { over } from "./over.ts";

/** A user without an entry, whose confirmation nobody saw: one who signs in or resets the password. */
export interface LateUser {
  onboarding: Onboarding;
  ledger: Ledger;
  key: EntryKey;
  origin: Origin;
  signal: AbortSignal;
}

/**
 * Opens the entry of such a user. One who was created before `usersSince` gets an entry that is complete, so that nothing of the sign-up is
 * done years later and nobody asks again.
 * @returns the entry if it was opened now
 */
export async function openLate({ onboarding, ledger, key, origin, signal }: LateUser): Promise<LedgerEntry | undefined> {
  const since = usersSinceOf(onboarding);
  const earlier = since !== undefined && (await createdAt(key, signal)) < since;
  if (!earlier) return ledger.open(key, { origin, steps: pendingSteps(signUpSteps(onboarding)) }, signal);
  return ledger.open(key, { origin, steps: {}, completeBecause: "created before usersSince" }, signal);
}

async function createdAt(key: EntryKey, signal: AbortSignal): Promise<number> {
  const user = await Promise.race([readUser(key), over(signal)]);
  if (!user) throw new Error("Cannot open the entry as the user's age must be known: the pool did not tell it in time");
  return user.createdAt;
}
