import type { LoadUser, PoolClient } from "./pool-client.ts";
import type { Random } from "./random.ts";

/** What one user does of what they may do; a twin does the same. */
export interface Choices {
  /** The event of the confirmation is delivered again, twice at once. */
  again: boolean;
  signsIn: boolean;
  forgets: boolean;
  /** Goes no further than being there. */
  leaves: boolean;
}

export function choose(random: Random): Choices {
  const chance = (probability: number) => random.next() < probability;
  return { again: chance(0.3), signsIn: chance(0.3), forgets: chance(0.2), leaves: chance(0.3) };
}

/** How one user comes into a pool, and what they do then. */
export interface Journey {
  name: string;
  /** Of all users, so many in proportion. */
  weight: number;
  /** A hand-written post confirmation trigger hears of such users, so that their twins walk beside them in the other pool. */
  hasTwin?: true;
  walk(pool: PoolClient, user: LoadUser, choices: Choices): Promise<void>;
}

async function live(pool: PoolClient, user: LoadUser, { again, signsIn, forgets }: Choices): Promise<void> {
  if (again) await Promise.all([pool.deliverAgain(user), pool.deliverAgain(user)]);
  if (signsIn) await pool.signIn(user);
  if (forgets) await pool.resetPassword(user);
}

export const journeys: Journey[] = [
  {
    name: "signed up",
    weight: 50,
    hasTwin: true,
    async walk(pool, user, choices) {
      await pool.signUp(user);
      await pool.confirm(user);
      await live(pool, user, choices);
    },
  },
  {
    name: "confirmed by an administrator",
    weight: 10,
    hasTwin: true,
    async walk(pool, user, choices) {
      await pool.signUp(user);
      await pool.adminConfirm(user);
      await live(pool, user, choices);
    },
  },
  {
    name: "created by an administrator",
    weight: 10,
    async walk(pool, user, choices) {
      await pool.adminCreate(user);
      if (choices.leaves) return; // never signs in, and so is not confirmed
      await pool.signInFirst(user);
    },
  },
  {
    name: "given a password by an administrator",
    weight: 5,
    async walk(pool, user) {
      await pool.adminCreate(user);
      await pool.adminSetPassword(user);
    },
  },
  {
    name: "migrated at sign-in",
    weight: 10,
    walk: (pool, user) => pool.signIn(user),
  },
  {
    name: "imported",
    weight: 10,
    async walk(pool, user, choices) {
      await pool.addUser(user, "RESET_REQUIRED", user.email);
      if (!choices.leaves) await pool.resetPassword(user);
    },
  },
  {
    name: "federated",
    weight: 5,
    walk: (pool, user) => pool.addUser(user, "EXTERNAL_PROVIDER", `Google_${user.email.replace("@", ".")}`),
  },
];
