import type { Store } from "../store/store.ts";
import { noSuchEntity } from "./errors.ts";
import type { PolicyDocument } from "./evaluate/policy-document.ts";
import type { ManagedPolicies } from "./managed-policies.ts";
import { parsedPolicy } from "./parsed-policies.ts";
import type { Role } from "./roles.ts";

/** The inline policies of the roles, and which managed policies are attached to which role. */
export class RolePolicies {
  readonly #store: Store;
  readonly #managed: ManagedPolicies;

  constructor(store: Store, managed: ManagedPolicies) {
    this.#store = store;
    this.#managed = managed;
    store.define(`
      CREATE TABLE IF NOT EXISTS iam_role_policy (
        role TEXT NOT NULL REFERENCES iam_role ON DELETE CASCADE, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (role, name)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS iam_attached_policy (
        role TEXT NOT NULL REFERENCES iam_role ON DELETE CASCADE, policy TEXT NOT NULL, PRIMARY KEY (role, policy)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS iam_attached_policy_by_policy ON iam_attached_policy (policy);
    `);
  }

  /** Everything that a role is allowed by. */
  of(roleArn: string): PolicyDocument[] {
    const inline = this.#store
      .sql("SELECT document FROM iam_role_policy WHERE role = ?")
      .all(roleArn)
      .map(({ document }) => parsedPolicy(document as string));
    return [...inline, ...this.attachedTo(roleArn).flatMap((arn) => this.#managed.document(arn) ?? [])];
  }

  put({ arn }: Role, name: string, document: string): void {
    this.#store.write(() => this.#store.sql("INSERT OR REPLACE INTO iam_role_policy VALUES (?, ?, ?)").run(arn, name, document));
  }

  /** The text as it was given. @throws NoSuchEntity */
  get({ arn }: Role, name: string): string {
    const row = this.#store.sql("SELECT document FROM iam_role_policy WHERE role = ? AND name = ?").get(arn, name);
    if (!row) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return row.document as string;
  }

  /** Names of a role's inline policies, those after `after`. */
  names({ arn }: Role, after = "", limit = -1): string[] {
    return this.#store
      .sql("SELECT name FROM iam_role_policy WHERE role = ? AND name > ? ORDER BY name LIMIT ?")
      .all(arn, after, limit)
      .map(({ name }) => name as string);
  }

  /** @throws NoSuchEntity */
  delete({ arn }: Role, name: string): void {
    const { changes } = this.#store.write(() =>
      this.#store.sql("DELETE FROM iam_role_policy WHERE role = ? AND name = ?").run(arn, name),
    );
    if (changes === 0) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
  }

  attach({ arn }: Role, policyArn: string): void {
    this.#store.write(() => this.#store.sql("INSERT OR IGNORE INTO iam_attached_policy VALUES (?, ?)").run(arn, policyArn));
  }

  /** @throws NoSuchEntity */
  detach({ arn }: Role, policyArn: string): void {
    const { changes } = this.#store.write(() =>
      this.#store.sql("DELETE FROM iam_attached_policy WHERE role = ? AND policy = ?").run(arn, policyArn),
    );
    if (changes === 0) throw noSuchEntity(`Policy ${policyArn} was not found.`);
  }

  /** ARNs of the managed policies that are attached to a role, those after `after`. */
  attachedTo(roleArn: string, after = "", limit = -1): string[] {
    return this.#store
      .sql("SELECT policy FROM iam_attached_policy WHERE role = ? AND policy > ? ORDER BY policy LIMIT ?")
      .all(roleArn, after, limit)
      .map(({ policy }) => policy as string);
  }

  /** To how many roles a managed policy is attached. */
  attachments(policyArn: string): number {
    return this.#store.sql("SELECT count(*) AS count FROM iam_attached_policy WHERE policy = ?").get(policyArn)?.count as number;
  }
}
