import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { alreadyExists, noSuchEntity } from "./errors.ts";
import type { PolicyDocument } from "./evaluate/policy-document.ts";
import { derivedRoleId, uniqueId } from "./identifiers.ts";
import type { ManagedPolicies } from "./managed-policies.ts";
import { parsedPolicy } from "./parsed-policies.ts";
import { RolePolicies } from "./role-policies.ts";

export interface Role {
  arn: string;
  /** `AROA…` */
  id: string;
  name: string;
  /** Begins and ends with a slash. */
  path: string;
  /** The text as it was given. */
  trustPolicy: string;
  description: string | undefined;
  maxSessionSeconds: number;
  /** ARN of the managed policy that bounds it. */
  boundary: string | undefined;
  tags: Record<string, string>;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export type NewRole = Pick<Role, "name" | "path" | "trustPolicy" | "description" | "maxSessionSeconds" | "boundary" | "tags">;

/** The roles of the account, with their trust policies, boundaries and tags. */
export class Roles {
  /** What each role is allowed. */
  readonly policies: RolePolicies;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #managed: ManagedPolicies;
  readonly #accountId: string;

  constructor(parts: { store: Store; clock: Clock; accountId: string; managed: ManagedPolicies }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#managed = parts.managed;
    this.#accountId = parts.accountId;
    // Names differ by more than their case.
    this.#store.define(`
      CREATE TABLE IF NOT EXISTS iam_role (
        arn TEXT PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL UNIQUE COLLATE NOCASE, path TEXT NOT NULL, trust_policy TEXT NOT NULL,
        description TEXT, max_session_seconds INTEGER NOT NULL, boundary TEXT, tags TEXT NOT NULL, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
    this.policies = new RolePolicies(this.#store, parts.managed);
  }

  /** @throws EntityAlreadyExists */
  create(role: NewRole): Role {
    const { name, path, trustPolicy, description, maxSessionSeconds, boundary, tags } = role;
    if (this.find(name)) throw alreadyExists(`Role with name ${name} already exists.`);
    const created = {
      ...role,
      arn: `arn:aws:iam::${this.#accountId}:role${path}${name}`,
      id: uniqueId("AROA"),
      createdAt: this.#clock.now(),
    };
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO iam_role VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(
          created.arn,
          created.id,
          name,
          path,
          trustPolicy,
          description ?? null,
          maxSessionSeconds,
          boundary ?? null,
          JSON.stringify(tags),
          created.createdAt,
        ),
    );
    return created;
  }

  /** @throws NoSuchEntity */
  get(name: string): Role {
    const role = this.find(name);
    if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return role;
  }

  find(name: string): Role | undefined {
    const row = this.#store.sql("SELECT * FROM iam_role WHERE name = ?").get(name);
    return row && toRole(row);
  }

  byArn(arn: string): Role | undefined {
    const row = this.#store.sql("SELECT * FROM iam_role WHERE arn = ?").get(arn);
    return row && toRole(row);
  }

  has(roleArn: string): boolean {
    return this.#store.sql("SELECT 1 FROM iam_role WHERE arn = ?").get(roleArn) !== undefined;
  }

  /** By name, those after `after`, under a path. */
  list(after = "", limit = -1, pathPrefix = "/"): Role[] {
    return this.#store
      .sql("SELECT * FROM iam_role WHERE name > ? AND substr(path, 1, length(?)) = ? ORDER BY name LIMIT ?")
      .all(after, pathPrefix, pathPrefix, limit)
      .map(toRole);
  }

  update({ arn }: Role, changes: Partial<Omit<NewRole, "name" | "path">>): void {
    const role = { ...(this.byArn(arn) as Role), ...changes };
    this.#store.write(() =>
      this.#store
        .sql(
          `UPDATE iam_role SET trust_policy = ?, description = ?, max_session_seconds = ?, boundary = ?, tags = ? WHERE arn = ?`,
        )
        .run(
          role.trustPolicy,
          role.description ?? null,
          role.maxSessionSeconds,
          role.boundary ?? null,
          JSON.stringify(role.tags),
          arn,
        ),
    );
  }

  /** With its inline policies and attachments. */
  delete({ arn }: Role): void {
    this.#store.write(() => this.#store.sql("DELETE FROM iam_role WHERE arn = ?").run(arn));
  }

  /** What a role is allowed: its inline policies and the attached ones. None for a role that is not here. */
  policiesOf(roleArn: string): PolicyDocument[] {
    return this.policies.of(roleArn);
  }

  /** `AROA…`; of a role that is not here one that is always the same. */
  idOf(roleArn: string): string {
    return this.byArn(roleArn)?.id ?? derivedRoleId(roleArn);
  }

  /** What bounds a role, if anything does. */
  boundaryOf(roleArn: string): PolicyDocument | undefined {
    const boundary = this.byArn(roleArn)?.boundary;
    return boundary === undefined ? undefined : this.#managed.document(boundary);
  }

  /** Who may assume a role; undefined for a role that is not here. */
  trustPolicyOf(roleArn: string): PolicyDocument | undefined {
    const role = this.byArn(roleArn);
    return role && parsedPolicy(role.trustPolicy);
  }
}

function toRole(row: Record<string, unknown>): Role {
  return {
    arn: row.arn as string,
    id: row.id as string,
    name: row.name as string,
    path: row.path as string,
    trustPolicy: row.trust_policy as string,
    description: (row.description as string | null) ?? undefined,
    maxSessionSeconds: row.max_session_seconds as number,
    boundary: (row.boundary as string | null) ?? undefined,
    tags: JSON.parse(row.tags as string) as Record<string, string>,
    createdAt: row.created_at as number,
  };
}
