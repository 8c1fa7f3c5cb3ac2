import type { CreateUserPoolClientRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";
import { type ClientSecret, ClientSecrets } from "./client-secrets.ts";
import { lowerAlphanumericText } from "./random-text.ts";
import type { UserPool } from "./user-pools.ts";

/** What CreateUserPoolClient and UpdateUserPoolClient set, in AWS's casing. */
export type AppClientSettings = Omit<CreateUserPoolClientRequest, "UserPoolId" | "GenerateSecret" | "ClientSecret">;

export interface AppClient {
  /** 26 lower-case letters and digits. */
  id: string;
  userPoolId: string;
  settings: AppClientSettings;
  /** The oldest first; two at most, and none for a client that cannot keep one. */
  secrets: readonly ClientSecret[];
  createdAt: number;
  modifiedAt: number;
}

/** The app clients, kept parsed in memory after their first use, since every request of a user needs one. */
export class AppClients {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #secrets: ClientSecrets;
  readonly #parsed = new Map<string, AppClient>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#secrets = new ClientSecrets(store, clock);
  }

  /** @param secret of the new client; absent for one that has none */
  create(userPoolId: string, settings: AppClientSettings, secret?: string): AppClient {
    const id = lowerAlphanumericText(26);
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store
        .sql("INSERT INTO cognito_app_client (id, user_pool_id, settings, created_at, modified_at) VALUES (?, ?, ?, ?, ?)")
        .run(id, userPoolId, JSON.stringify(settings), now, now);
      if (secret !== undefined) this.#secrets.add(id, secret);
    });
    return this.get(id);
  }

  /** @throws ResourceNotFoundException */
  get(id: string): AppClient {
    const client = this.find(id);
    if (!client) throw resourceNotFound(`User pool client ${id} does not exist.`);
    return client;
  }

  find(id: string): AppClient | undefined {
    const known = this.#parsed.get(id);
    if (known) return known;
    const row = this.#store.sql("SELECT * FROM cognito_app_client WHERE id = ?").get(id);
    if (!row) return undefined;
    const client = this.#read(row);
    this.#parsed.set(id, client);
    return client;
  }

  /** @throws ResourceNotFoundException also for a client of another pool */
  getOf(pool: UserPool, id: string): AppClient {
    const client = this.get(id);
    if (client.userPoolId !== pool.id) throw resourceNotFound(`User pool client ${id} does not exist.`);
    return client;
  }

  /** By id, from the first id after `after`. */
  list(userPoolId: string, after: string, limit: number): AppClient[] {
    return this.#store
      .sql("SELECT * FROM cognito_app_client WHERE user_pool_id = ? AND id > ? ORDER BY id LIMIT ?")
      .all(userPoolId, after, limit)
      .map((row) => this.#read(row));
  }

  update(client: AppClient, settings: AppClientSettings): AppClient {
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_app_client SET settings = ?, modified_at = ? WHERE id = ?")
        .run(JSON.stringify(settings), this.#clock.now(), client.id),
    );
    this.#parsed.delete(client.id);
    return this.get(client.id);
  }

  /** Deletes the client with its secrets; its refresh tokens are then nobody's. */
  delete(client: AppClient): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_app_client WHERE id = ?").run(client.id));
    this.#parsed.delete(client.id);
  }

  addSecret(client: AppClient, value: string): ClientSecret {
    this.#parsed.delete(client.id);
    return this.#secrets.add(client.id, value);
  }

  deleteSecret(client: AppClient, secret: ClientSecret): void {
    this.#parsed.delete(client.id);
    this.#secrets.delete(secret.id);
  }

  /** Drops what is remembered of a deleted pool's clients. */
  forget(userPoolId: string): void {
    for (const client of this.#parsed.values()) if (client.userPoolId === userPoolId) this.#parsed.delete(client.id);
  }

  #read(row: Record<string, unknown>): AppClient {
    const id = row.id as string;
    return {
      id,
      userPoolId: row.user_pool_id as string,
      settings: JSON.parse(row.settings as string),
      secrets: this.#secrets.of(id),
      createdAt: row.created_at as number,
      modifiedAt: row.modified_at as number,
    };
  }
}

/** True if the client wants an unknown user to look like any other. */
export function hidesUserExistence(client: AppClient): boolean {
  return client.settings.PreventUserExistenceErrors === "ENABLED";
}
