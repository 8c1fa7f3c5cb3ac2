import { randomUUID } from "node:crypto";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";
import { functionArn, type Place } from "./function-arn.ts";

/** A name that points at one version of a function. */
export interface Alias {
  functionName: string;
  name: string;
  /** `$LATEST` or a number. */
  version: string;
  description: string;
  revisionId: string;
}

/** The aliases of the functions. */
export class Aliases {
  readonly #store: Store;
  readonly #place: Place;

  constructor(store: Store, place: Place) {
    this.#store = store;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_alias (
        function_name TEXT NOT NULL REFERENCES lambda_function, name TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (function_name, name)
      );
      -- Apart from the alias, which files of earlier versions have without it.
      CREATE TABLE IF NOT EXISTS lambda_alias_detail (
        function_name TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, revision_id TEXT NOT NULL,
        PRIMARY KEY (function_name, name), FOREIGN KEY (function_name, name) REFERENCES lambda_alias ON DELETE CASCADE
      );
    `);
  }

  find(functionName: string, name: string): Alias | undefined {
    const row = this.#store.sql(`${select} AND alias.name = ?`).get(functionName, name);
    return row && read(row);
  }

  /** @throws {AwsError} ResourceNotFoundException */
  get(functionName: string, name: string): Alias {
    const alias = this.find(functionName, name);
    if (alias) return alias;
    const arn = functionArn(this.#place, functionName, name);
    throw new AwsError("ResourceNotFoundException", `Cannot find alias arn: ${arn}`);
  }

  /** By name; with a version only those that point at it. */
  list(functionName: string, version?: string): Alias[] {
    const rows = this.#store.sql(`${select} AND alias.version = coalesce(?, alias.version) ORDER BY alias.name`);
    return rows.all(functionName, version ?? null).map(read);
  }

  /** Points an alias, which is made if there is none, at a version. Call it inside `store.write`. */
  point(functionName: string, name: string, version: string, description = ""): void {
    this.#store
      .sql("INSERT INTO lambda_alias VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET version = ?3")
      .run(functionName, name, version);
    this.#store
      .sql("INSERT OR REPLACE INTO lambda_alias_detail VALUES (?, ?, ?, ?)")
      .run(functionName, name, description, randomUUID());
  }

  /** Does nothing if there is none. */
  delete(functionName: string, name: string): void {
    this.#store.write(() =>
      this.#store.sql("DELETE FROM lambda_alias WHERE function_name = ? AND name = ?").run(functionName, name),
    );
  }
}

const select = `SELECT alias.*, detail.description, detail.revision_id FROM lambda_alias alias
  LEFT JOIN lambda_alias_detail detail ON detail.function_name = alias.function_name AND detail.name = alias.name
  WHERE alias.function_name = ?`;

function read(row: Record<string, unknown>): Alias {
  const functionName = row.function_name as string;
  const name = row.name as string;
  return {
    functionName,
    name,
    version: row.version as string,
    description: (row.description as string | null) ?? "",
    revisionId: (row.revision_id as string | null) ?? `${functionName}-${name}`,
  };
}
