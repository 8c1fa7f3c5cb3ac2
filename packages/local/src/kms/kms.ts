import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { keyArnOf } from "./ciphertext.ts";
import { writeEncryptionSdkMessage } from "./encryption-sdk-message.ts";
import { operations } from "./operations/index.ts";

export interface Key {
  arn: string;
  /** 32 bytes. */
  material: Uint8Array;
  description: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export interface Alias {
  arn: string;
  keyArn: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

interface KmsOptions {
  store: Store;
  clock: Clock;
  region: string;
  accountId: string;
}

/** The keys and their aliases. */
export class Kms {
  readonly accountId: string;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #prefix: string;

  constructor({ store, clock, region, accountId }: KmsOptions) {
    this.accountId = accountId;
    this.#store = store;
    this.#clock = clock;
    this.#prefix = `arn:aws:kms:${region}:${accountId}:`;
    store.define(`
      CREATE TABLE IF NOT EXISTS kms_key (
        arn TEXT PRIMARY KEY, material BLOB NOT NULL, description TEXT NOT NULL, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS kms_alias (
        arn TEXT PRIMARY KEY, key_arn TEXT NOT NULL REFERENCES kms_key, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS kms_alias_by_key ON kms_alias (key_arn, arn);
    `);
  }

  create({ arn = `${this.#prefix}key/${randomUUID()}`, description = "" } = {}): Key {
    const key = { arn, material: randomBytes(32), description, createdAt: this.#clock.now() };
    this.#store.write(() =>
      this.#store.sql("INSERT INTO kms_key VALUES (?, ?, ?, ?)").run(arn, key.material, description, key.createdAt),
    );
    return key;
  }

  /**
   * @param keyId key id, key ARN, alias name or alias ARN
   * @throws NotFoundException
   */
  get(keyId: string): Key {
    const arn = this.arnOf(keyId);
    const key = this.find(arn);
    if (key) return key;
    throw new AwsError("NotFoundException", isAlias(arn) ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`);
  }

  /** The key of an ARN, or the one that an alias's ARN stands for. */
  find(arn: string): Key | undefined {
    const sql = isAlias(arn)
      ? "SELECT kms_key.* FROM kms_alias JOIN kms_key ON kms_key.arn = key_arn WHERE kms_alias.arn = ?"
      : "SELECT * FROM kms_key WHERE arn = ?";
    const row = this.#store.sql(sql).get(arn);
    return row && toKey(row);
  }

  /** The key that something was encrypted under; undefined for what is no ciphertext, or of a key that is not here. */
  keyOf(ciphertext: Uint8Array): Key | undefined {
    try {
      return this.find(keyArnOf(ciphertext));
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }

  /** The full ARN of what a caller names, which need not exist. */
  arnOf(keyId: string): string {
    if (keyId.startsWith("arn:")) return keyId;
    return this.#prefix + (keyId.startsWith("alias/") ? keyId : `key/${keyId}`);
  }

  /** By ARN, those after `after`. */
  list(after: string, limit: number): Key[] {
    return this.#store.sql("SELECT * FROM kms_key WHERE arn > ? ORDER BY arn LIMIT ?").all(after, limit).map(toKey);
  }

  /** @throws AlreadyExistsException */
  createAlias(name: string, key: Key): void {
    const arn = this.arnOf(name);
    const { changes } = this.#store.write(() =>
      this.#store.sql("INSERT OR IGNORE INTO kms_alias VALUES (?, ?, ?)").run(arn, key.arn, this.#clock.now()),
    );
    if (changes === 0) throw new AwsError("AlreadyExistsException", `An alias with the name ${arn} already exists`);
  }

  /** By ARN, those after `after`; of one key if it is given. */
  aliases(after: string, limit: number, key?: Key): Alias[] {
    const ofKey = key ? "key_arn = ? AND" : "";
    return this.#store
      .sql(`SELECT * FROM kms_alias WHERE ${ofKey} arn > ? ORDER BY arn LIMIT ?`)
      .all(...(key ? [key.arn] : []), after, limit)
      .map((row) => ({ arn: row.arn as string, keyArn: row.key_arn as string, createdAt: row.created_at as number }));
  }

  /**
   * Encrypts a text as the AWS Encryption SDK does, under a key that is made if there is none yet: whoever names a key in a user
   * pool need not create it first.
   * @returns the message in base 64
   */
  encryptMessage(keyId: string, plaintext: string, context: Record<string, string>): string {
    return this.#store.write(() =>
      writeEncryptionSdkMessage(this.#orCreate(keyId), Buffer.from(plaintext), context).toString("base64"),
    );
  }

  #orCreate(keyId: string): Key {
    const arn = this.arnOf(keyId);
    const known = this.find(arn);
    if (known) return known;
    if (!isAlias(arn)) return this.create({ arn });
    const key = this.create();
    this.createAlias(arn, key);
    return key;
  }
}

/** @see Kms */
export function createKms(options: KmsOptions): Kms {
  return new Kms(options);
}

export function kmsService(kms: Kms): Service {
  const table: Record<string, (kms: Kms, input: never) => unknown> = operations;
  const bound = Object.entries(table).map(([name, operation]): [string, Operation] => [
    name,
    (input) => operation(kms, input as never),
  ]);
  return { name: "kms", operations: Object.fromEntries(bound) };
}

function isAlias(arn: string): boolean {
  return arn.includes(":alias/");
}

function toKey(row: Record<string, unknown>): Key {
  return {
    arn: row.arn as string,
    material: row.material as Uint8Array,
    description: row.description as string,
    createdAt: row.created_at as number,
  };
}
