import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { tokenLifeMs } from "../pools/token-validity.ts";
import type { User } from "../users/users.ts";

/** A device that a user has signed in on. Times are milliseconds. */
export interface Device {
  key: string;
  groupKey: string;
  userId: number;
  /** The client software, as in a trigger's event. */
  sdk: string;
  name: string | undefined;
  /** The SRP verifier of the device's secret; undefined until ConfirmDevice brings it. */
  secret: { salt: Uint8Array; verifier: Uint8Array } | undefined;
  remembered: boolean;
  createdAt: number;
  modifiedAt: number;
  authenticatedAt: number;
}

/** What ConfirmDevice brings. */
export type DeviceConfirmation = Pick<Device, "name" | "remembered"> & { secret: NonNullable<Device["secret"]> };

/** The table of the devices. Times are milliseconds by the clock. */
export function defineDeviceTables(store: Store): void {
  store.define(`
    -- \`unconfirmed_until\` is when a device that was never confirmed is forgotten, with the last token of its sign-in.
    CREATE TABLE IF NOT EXISTS cognito_device (
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, device_key TEXT NOT NULL, group_key TEXT NOT NULL,
      sdk TEXT NOT NULL, name TEXT, salt BLOB, verifier BLOB, remembered INTEGER NOT NULL,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, authenticated_at INTEGER NOT NULL, unconfirmed_until INTEGER,
      PRIMARY KEY (user_id, device_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_device_unconfirmed ON cognito_device (unconfirmed_until) WHERE unconfirmed_until IS NOT NULL;
  `);
}

export class Devices {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #region: string;

  constructor(store: Store, clock: Clock, region: string) {
    this.#store = store;
    this.#clock = clock;
    this.#region = region;
  }

  /** A new device for a sign-in through the client; nobody sees it until it is confirmed. */
  create(client: AppClient, user: User, sdk: string): Pick<Device, "key" | "groupKey"> {
    const now = this.#clock.now();
    const key = `${this.#region}_${randomUUID()}`;
    const groupKey = `-${randomBytes(6).toString("base64url").replace(/[-_]/g, "0")}`;
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_device WHERE unconfirmed_until < ?").run(now);
      this.#store
        .sql("INSERT INTO cognito_device VALUES (?, ?, ?, ?, NULL, NULL, NULL, 0, ?, ?, ?, ?)")
        .run(user.id, key, groupKey, sdk, now, now, now, now + tokenLifeMs(client, "RefreshToken"));
    });
    return { key, groupKey };
  }

  /** Confirmed or not. */
  find(user: User, key: string): Device | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_device WHERE user_id = ? AND device_key = ?").get(user.id, key);
    return row && read(row);
  }

  confirm({ userId, key }: Device, { name, secret, remembered }: DeviceConfirmation): void {
    this.#store.write(() =>
      this.#store
        .sql(
          `UPDATE cognito_device SET name = ?, salt = ?, verifier = ?, remembered = ?, modified_at = ?, unconfirmed_until = NULL
           WHERE user_id = ? AND device_key = ?`,
        )
        .run(name ?? null, secret.salt, secret.verifier, Number(remembered), this.#clock.now(), userId, key),
    );
  }

  setRemembered({ userId, key }: Device, remembered: boolean): void {
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_device SET remembered = ?, modified_at = ? WHERE user_id = ? AND device_key = ?")
        .run(Number(remembered), this.#clock.now(), userId, key),
    );
  }

  /** Notes that the user has signed in on the device now. */
  touch({ userId, key }: Device): void {
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_device SET authenticated_at = ? WHERE user_id = ? AND device_key = ?")
        .run(this.#clock.now(), userId, key),
    );
  }

  forget({ userId, key }: Device): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_device WHERE user_id = ? AND device_key = ?").run(userId, key));
  }

  /** The confirmed ones by key, from the first after `after`. */
  list(user: User, after: string, count: number, { rememberedOnly }: { rememberedOnly: boolean }): Device[] {
    return this.#store
      .sql(
        `SELECT * FROM cognito_device WHERE user_id = ? AND device_key > ? AND verifier IS NOT NULL AND remembered >= ?
         ORDER BY device_key LIMIT ?`,
      )
      .all(user.id, after, Number(rememberedOnly), count)
      .map(read);
  }
}

function read(row: Record<string, unknown>): Device {
  return {
    key: row.device_key as string,
    groupKey: row.group_key as string,
    userId: row.user_id as number,
    sdk: row.sdk as string,
    name: (row.name as string | null) ?? undefined,
    secret: row.verifier ? { salt: row.salt as Uint8Array, verifier: row.verifier as Uint8Array } : undefined,
    remembered: row.remembered === 1,
    createdAt: row.created_at as number,
    modifiedAt: row.modified_at as number,
    authenticatedAt: row.authenticated_at as number,
  };
}
