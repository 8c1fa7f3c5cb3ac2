import { randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { User } from "../users/users.ts";
import { base32, stepOf } from "./totp.ts";

/** A user's verified authenticator app. */
export interface SoftwareToken {
  /** What VerifySoftwareToken called the device. */
  friendlyName: string | undefined;
}

/** What a code turned out to be; a code of a step that was accepted before is `used`. */
export type CodeCheck = "right" | "wrong" | "used";

/** The authenticator apps: a verified one for each user at most, which works on until another is verified in its place. */
export class SoftwareTokens {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The verified one. */
  find(user: User): SoftwareToken | undefined {
    const row = this.#row(user);
    return row?.secret ? { friendlyName: row.friendly_name ?? undefined } : undefined;
  }

  /** Makes a secret that waits for its first code. @returns it in base32, 52 letters and digits as Cognito's are. */
  associate(user: User): string {
    const secret = randomBytes(32);
    this.#store.write(() =>
      this.#store
        .sql(
          `INSERT INTO cognito_software_token (user_id, pending_secret, used_step) VALUES (?, ?, 0)
           ON CONFLICT (user_id) DO UPDATE SET pending_secret = excluded.pending_secret`,
        )
        .run(user.id, secret),
    );
    return base32(secret);
  }

  /** True if there is a secret that `verify` can check a code of. */
  isAssociated(user: User): boolean {
    return this.#row(user) !== undefined;
  }

  /** Verifies the associated secret by a code of it; the one before is void then. @returns false for a wrong or used code */
  verify(user: User, code: string, friendlyName: string | undefined): boolean {
    const row = this.#row(user);
    const secret = row?.pending_secret ?? row?.secret;
    if (!row || !secret) return false;
    const step = stepOf(secret, code, this.#clock.now());
    // Another secret has used none of its steps yet.
    if (step === undefined || (!row.pending_secret && step <= row.used_step)) return false;
    this.#store.write(() =>
      this.#store
        .sql(
          "UPDATE cognito_software_token SET secret = ?, pending_secret = NULL, friendly_name = ?, used_step = ? WHERE user_id = ?",
        )
        .run(secret, friendlyName ?? null, step, user.id),
    );
    return true;
  }

  /** Checks a code of the verified secret; a right one is used up by that. */
  redeem(user: User, code: string): CodeCheck {
    const row = this.#row(user);
    const step = row?.secret ? stepOf(row.secret, code, this.#clock.now()) : undefined;
    if (!row || step === undefined) return "wrong";
    if (step <= row.used_step) return "used";
    this.#store.write(() =>
      this.#store.sql("UPDATE cognito_software_token SET used_step = ? WHERE user_id = ?").run(step, user.id),
    );
    return "right";
  }

  #row(user: User): Row | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_software_token WHERE user_id = ?").get(user.id);
    return row as Row | undefined;
  }
}

interface Row {
  secret: Uint8Array | null;
  pending_secret: Uint8Array | null;
  friendly_name: string | null;
  used_step: number;
}
