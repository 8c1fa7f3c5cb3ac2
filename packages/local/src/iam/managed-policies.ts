import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { awsManagedPolicies } from "./aws-managed-policies.ts";
import { alreadyExists, noSuchEntity } from "./errors.ts";
import type { PolicyDocument } from "./evaluate/policy-document.ts";
import { uniqueId } from "./identifiers.ts";
import { parsedPolicy } from "./parsed-policies.ts";

export interface ManagedPolicy {
  arn: string;
  /** `ANPA…` */
  id: string;
  name: string;
  /** Begins and ends with a slash. */
  path: string;
  description: string | undefined;
  defaultVersion: string;
  tags: Record<string, string>;
  /** Milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
  /** AWS's own, which nobody here can change. */
  isAws: boolean;
}

export interface PolicyVersion {
  /** `v1` */
  id: string;
  /** The text as it was given. */
  document: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export type NewPolicy = Pick<ManagedPolicy, "name" | "path" | "description" | "tags"> & { document: string };

/** The managed policies: the account's, with their versions, and those of AWS's that are here. */
export class ManagedPolicies {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #accountId: string;

  constructor({ store, clock, accountId }: { store: Store; clock: Clock; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#accountId = accountId;
    store.define(`
      CREATE TABLE IF NOT EXISTS iam_policy (
        arn TEXT PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL UNIQUE COLLATE NOCASE, path TEXT NOT NULL, description TEXT,
        default_version TEXT NOT NULL, tags TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS iam_policy_version (
        policy TEXT NOT NULL REFERENCES iam_policy ON DELETE CASCADE, number INTEGER NOT NULL, document TEXT NOT NULL,
        created_at INTEGER NOT NULL, PRIMARY KEY (policy, number)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  /** @throws EntityAlreadyExists */
  create({ name, path, description, tags, document }: NewPolicy): ManagedPolicy {
    const arn = `arn:aws:iam::${this.#accountId}:policy${path}${name}`;
    const isTaken = this.#store.sql("SELECT 1 FROM iam_policy WHERE name = ?").get(name) !== undefined;
    if (isTaken) throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store
        .sql("INSERT INTO iam_policy VALUES (?, ?, ?, ?, ?, 'v1', ?, ?, ?)")
        .run(arn, uniqueId("ANPA"), name, path, description ?? null, JSON.stringify(tags), now, now);
      this.#store.sql("INSERT INTO iam_policy_version VALUES (?, 1, ?, ?)").run(arn, document, now);
    });
    return this.get(arn);
  }

  /** @throws NoSuchEntity */
  get(arn: string): ManagedPolicy {
    const policy = this.find(arn);
    if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
    return policy;
  }

  find(arn: string): ManagedPolicy | undefined {
    const row = this.#store.sql("SELECT * FROM iam_policy WHERE arn = ?").get(arn);
    return row ? toPolicy(row) : awsManagedPolicies.get(arn);
  }

  /** The account's by ARN, then AWS's. */
  list(): ManagedPolicy[] {
    const own = this.#store.sql("SELECT * FROM iam_policy ORDER BY arn").all().map(toPolicy);
    return [...own, ...awsManagedPolicies.values()];
  }

  delete({ arn }: ManagedPolicy): void {
    this.#store.write(() => this.#store.sql("DELETE FROM iam_policy WHERE arn = ?").run(arn));
  }

  /** What a policy says in its default version; undefined if there is no such policy. */
  document(arn: string): PolicyDocument | undefined {
    const row = this.#store
      .sql(
        "SELECT document FROM iam_policy JOIN iam_policy_version ON policy = arn AND 'v' || number = default_version WHERE arn = ?",
      )
      .get(arn);
    const text = row ? (row.document as string) : awsManagedPolicies.get(arn)?.document;
    return text === undefined ? undefined : parsedPolicy(text);
  }

  /** The latest first. */
  versions({ arn, createdAt, defaultVersion }: ManagedPolicy): PolicyVersion[] {
    const aws = awsManagedPolicies.get(arn);
    if (aws) return [{ id: defaultVersion, document: aws.document, createdAt }];
    return this.#store
      .sql("SELECT * FROM iam_policy_version WHERE policy = ? ORDER BY number DESC")
      .all(arn)
      .map((row) => ({ id: `v${row.number}`, document: row.document as string, createdAt: row.created_at as number }));
  }

  /** @throws NoSuchEntity */
  version(policy: ManagedPolicy, id: string): PolicyVersion {
    const version = this.versions(policy).find((candidate) => candidate.id === id);
    if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
    return version;
  }

  addVersion(policy: ManagedPolicy, document: string): PolicyVersion {
    // Numbers are not used twice, also after the latest version was deleted.
    const last = this.#store.sql("SELECT max(number) AS last FROM iam_policy_version WHERE policy = ?").get(policy.arn);
    const number = (last?.last as number) + 1;
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store.sql("INSERT INTO iam_policy_version VALUES (?, ?, ?, ?)").run(policy.arn, number, document, now);
      this.#store.sql("UPDATE iam_policy SET updated_at = ? WHERE arn = ?").run(now, policy.arn);
    });
    return { id: `v${number}`, document, createdAt: now };
  }

  setDefault({ arn }: ManagedPolicy, id: string): void {
    this.#store.write(() =>
      this.#store.sql("UPDATE iam_policy SET default_version = ?, updated_at = ? WHERE arn = ?").run(id, this.#clock.now(), arn),
    );
  }

  deleteVersion({ arn }: ManagedPolicy, id: string): void {
    this.#store.write(() =>
      this.#store.sql("DELETE FROM iam_policy_version WHERE policy = ? AND number = ?").run(arn, Number(id.slice(1))),
    );
  }
}

function toPolicy(row: Record<string, unknown>): ManagedPolicy {
  return {
    arn: row.arn as string,
    id: row.id as string,
    name: row.name as string,
    path: row.path as string,
    description: (row.description as string | null) ?? undefined,
    defaultVersion: row.default_version as string,
    tags: JSON.parse(row.tags as string) as Record<string, string>,
    createdAt: row.created_at as number,
    updatedAt: row.updated_at as number,
    isAws: false,
  };
}
