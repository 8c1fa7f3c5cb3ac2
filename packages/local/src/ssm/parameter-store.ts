import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

export type ParameterType = "String" | "StringList" | "SecureString";

/** One version of a parameter. */
export interface ParameterVersion {
  name: string;
  version: number;
  type: ParameterType;
  /** As it is kept: of a SecureString the ciphertext, in base 64. */
  value: string;
  /** SecureString: the key that the caller named. */
  keyId: string | undefined;
  tier: string;
  dataType: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
}

/** So many versions are kept; the oldest gives way. */
const keptVersions = 100;

/** The parameters by name, their versions, and the labels of these. */
export class ParameterStore {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: { region: string; accountId: string };

  constructor(store: Store, clock: Clock, place: { region: string; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS ssm_parameter (
        name TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, key_id TEXT, tier TEXT NOT NULL,
        data_type TEXT NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (name, version)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS ssm_label (
        name TEXT NOT NULL, label TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (name, label),
        FOREIGN KEY (name, version) REFERENCES ssm_parameter ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
    `);
  }

  arnOf(name: string): string {
    const { region, accountId } = this.#place;
    return `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
  }

  /** The name that a caller gives as such or as an ARN. */
  nameOf(nameOrArn: string): string {
    const [, path] = /^arn:aws[\w-]*:ssm:[^:]*:\d*:parameter(\/.+)$/.exec(nameOrArn) ?? [];
    if (path === undefined) return nameOrArn;
    // The ARN of a name without a slash has one all the same.
    return this.find(path) ? path : path.slice(1);
  }

  /** The last version, or the one of this number. */
  find(name: string, version?: number): ParameterVersion | undefined {
    const row = this.#store
      .sql("SELECT * FROM ssm_parameter WHERE name = ?1 AND (?2 IS NULL OR version = ?2) ORDER BY version DESC LIMIT 1")
      .get(name, version ?? null);
    return row && read(row);
  }

  findByLabel(name: string, label: string): ParameterVersion | undefined {
    const row = this.#store.sql("SELECT version FROM ssm_label WHERE name = ? AND label = ?").get(name, label);
    return row && this.find(name, row.version as number);
  }

  /** The last versions of all parameters whose names begin with a text, by name, those after `after`. */
  list(prefix: string, after: string): ParameterVersion[] {
    return this.#store
      .sql(
        `SELECT *, max(version) FROM ssm_parameter WHERE substr(name, 1, length(?1)) = ?1 AND name > ?2
         GROUP BY name ORDER BY name`,
      )
      .all(prefix, after)
      .map(read);
  }

  /** Adds a version. @returns its number */
  add(parameter: Omit<ParameterVersion, "version" | "modifiedAt">): number {
    const { name, type, value, keyId, tier, dataType } = parameter;
    const version = (this.find(name)?.version ?? 0) + 1;
    this.#store.write(() => {
      this.#store
        .sql("INSERT INTO ssm_parameter VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(name, version, type, value, keyId ?? null, tier, dataType, this.#clock.now());
      this.#store.sql("DELETE FROM ssm_parameter WHERE name = ? AND version <= ?").run(name, version - keptVersions);
    });
    return version;
  }

  /** Puts a label on a version, from whichever had it. */
  label({ name, version }: ParameterVersion, label: string): void {
    this.#store.write(() => this.#store.sql("INSERT OR REPLACE INTO ssm_label VALUES (?, ?, ?)").run(name, label, version));
  }

  labelsOf({ name, version }: ParameterVersion): string[] {
    return this.#store
      .sql("SELECT label FROM ssm_label WHERE name = ? AND version = ? ORDER BY label")
      .all(name, version)
      .map(({ label }) => label as string);
  }

  /** @returns false if there was none. */
  delete(name: string): boolean {
    const { changes } = this.#store.write(() => this.#store.sql("DELETE FROM ssm_parameter WHERE name = ?").run(name));
    return changes > 0;
  }
}

function read(row: Record<string, unknown>): ParameterVersion {
  return {
    name: row.name as string,
    version: row.version as number,
    type: row.type as ParameterType,
    value: row.value as string,
    keyId: (row.key_id as string | null) ?? undefined,
    tier: row.tier as string,
    dataType: row.data_type as string,
    modifiedAt: row.modified_at as number,
  };
}
