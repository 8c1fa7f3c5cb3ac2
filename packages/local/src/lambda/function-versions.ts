import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";
import type { CodeDigest } from "./code-folder.ts";
import { type FunctionReference, functionArn, isVersion, type Place } from "./function-arn.ts";
import type { FunctionConfiguration } from "./function-definition.ts";

/** One version of a function, `$LATEST` included: code and configuration that belong together. */
export interface FunctionVersion extends FunctionConfiguration {
  functionName: string;
  /** `$LATEST` or a number. */
  version: string;
  /** The ARN that ends in the version. */
  functionArn: string;
  /** The published version whose code it runs; for `$LATEST` the last one. */
  codeVersion: string;
  codeSha256: string;
  codeSizeBytes: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  /** New for each change of code or configuration. */
  revisionId: string;
}

/** The functions, their published versions and aliases. */
export class FunctionVersions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: Place;

  constructor(store: Store, clock: Clock, place: Place) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_function (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS lambda_version (
        function_name TEXT NOT NULL REFERENCES lambda_function, version TEXT NOT NULL, code_version TEXT NOT NULL,
        code_sha256 TEXT NOT NULL, code_size INTEGER NOT NULL, configuration TEXT NOT NULL,
        modified_at INTEGER NOT NULL, revision_id TEXT NOT NULL, PRIMARY KEY (function_name, version)
      );
      CREATE TABLE IF NOT EXISTS lambda_alias (
        function_name TEXT NOT NULL REFERENCES lambda_function, name TEXT NOT NULL, version TEXT NOT NULL,
        PRIMARY KEY (function_name, name)
      );
    `);
  }

  /** The version, if there is such a function and it has one. */
  get(functionName: string, version: string): FunctionVersion | undefined {
    const row = this.#store
      .sql("SELECT * FROM lambda_version WHERE function_name = ? AND version = ?")
      .get(functionName, version);
    return row && this.#read(row);
  }

  /**
   * The version that a caller means; without a qualifier `$LATEST`.
   * @throws {AwsError} ResourceNotFoundException
   */
  resolve(reference: FunctionReference): FunctionVersion {
    const { functionName, qualifier = "$LATEST" } = reference;
    const version = isVersion(qualifier) ? qualifier : this.#aliasTarget(functionName, qualifier);
    const found = version === undefined ? undefined : this.get(functionName, version);
    if (found) return found;
    const arn = functionArn(this.#place, functionName, reference.qualifier);
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
  }

  /** Checks that there is what is named. @throws {AwsError} ResourceNotFoundException, which speaks of an alias if it is one. */
  check(reference: FunctionReference): void {
    const { functionName, qualifier } = reference;
    const isMissingAlias = qualifier !== undefined && !isVersion(qualifier) && !this.#aliasTarget(functionName, qualifier);
    if (isMissingAlias && this.get(functionName, "$LATEST")) {
      const arn = functionArn(this.#place, functionName, qualifier);
      throw new AwsError("ResourceNotFoundException", `Cannot find alias arn: ${arn}`);
    }
    this.resolve(reference);
  }

  /** `$LATEST` of every function, or all their versions, by name and then by number. */
  list(all: boolean): FunctionVersion[] {
    return this.#store
      .sql("SELECT * FROM lambda_version WHERE version = '$LATEST' OR ? = 1 ORDER BY function_name, CAST(version AS INTEGER)")
      .all(all ? 1 : 0)
      .map((row) => this.#read(row));
  }

  /** What `deploy` needs to know of the past: the last published version, and its number for ever, 0 if there is none. */
  lastPublished(functionName: string): { number: number; version: FunctionVersion | undefined } {
    const row = this.#store
      .sql("SELECT max(CAST(version AS INTEGER)) AS last FROM lambda_version WHERE function_name = ? AND version <> '$LATEST'")
      .get(functionName);
    const number = Number(row?.last ?? 0);
    return { number, version: number === 0 ? undefined : this.get(functionName, String(number)) };
  }

  /** Writes `$LATEST` and the published version that equals it. Call it inside `store.write`. */
  publish(functionName: string, version: string, code: CodeDigest, configuration: FunctionConfiguration): void {
    const now = this.#clock.now();
    this.#store.sql("INSERT INTO lambda_function VALUES (?, ?) ON CONFLICT DO NOTHING").run(functionName, now);
    for (const name of [version, "$LATEST"]) {
      this.#store
        .sql("INSERT OR REPLACE INTO lambda_version VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(functionName, name, version, code.sha256, code.sizeBytes, JSON.stringify(configuration), now, randomUUID());
    }
  }

  /** Points an alias at a version. Call it inside `store.write`. */
  pointAlias(functionName: string, alias: string, version: string): void {
    this.#store.sql("INSERT OR REPLACE INTO lambda_alias VALUES (?, ?, ?)").run(functionName, alias, version);
  }

  /** The versions that an alias points at, and `$LATEST`. */
  current(functionName: string): FunctionVersion[] {
    return this.#store
      .sql(
        `SELECT * FROM lambda_version WHERE function_name = ?1
         AND (version = '$LATEST' OR version IN (SELECT version FROM lambda_alias WHERE function_name = ?1))`,
      )
      .all(functionName)
      .map((row) => this.#read(row));
  }

  #aliasTarget(functionName: string, alias: string): string | undefined {
    const row = this.#store.sql("SELECT version FROM lambda_alias WHERE function_name = ? AND name = ?").get(functionName, alias);
    return row?.version as string | undefined;
  }

  #read(row: Record<string, unknown>): FunctionVersion {
    const functionName = row.function_name as string;
    const version = row.version as string;
    return {
      ...(JSON.parse(row.configuration as string) as FunctionConfiguration),
      functionName,
      version,
      functionArn: functionArn(this.#place, functionName, version),
      codeVersion: row.code_version as string,
      codeSha256: row.code_sha256 as string,
      codeSizeBytes: row.code_size as number,
      modifiedAt: row.modified_at as number,
      revisionId: row.revision_id as string,
    };
  }
}
