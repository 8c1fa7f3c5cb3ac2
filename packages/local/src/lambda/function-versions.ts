import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";
import type { Aliases } from "./aliases.ts";
import type { CodeDigest } from "./code-folder.ts";
import { type FunctionReference, functionArn, isVersion, type Place } from "./function-arn.ts";
import { configurationOf, type FunctionConfiguration } from "./function-definition.ts";

/** One version of a function, `$LATEST` included: code and configuration that belong together. */
export interface FunctionVersion extends FunctionConfiguration {
  functionName: string;
  /** `$LATEST` or a number. */
  version: string;
  /** The ARN that ends in the version. */
  functionArn: string;
  /** Names the folder of its code, which versions of the same code share. */
  codeVersion: string;
  codeSha256: string;
  codeSizeBytes: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  /** New for each change of code or configuration. */
  revisionId: string;
}

/** The functions and their versions. What an alias points at is `Aliases`' to say. */
export class FunctionVersions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: Place;
  readonly #aliases: Aliases;

  constructor(store: Store, clock: Clock, place: Place, aliases: Aliases) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    this.#aliases = aliases;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_function (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS lambda_version (
        function_name TEXT NOT NULL REFERENCES lambda_function, version TEXT NOT NULL, code_version TEXT NOT NULL,
        code_sha256 TEXT NOT NULL, code_size INTEGER NOT NULL, configuration TEXT NOT NULL,
        modified_at INTEGER NOT NULL, revision_id TEXT NOT NULL, PRIMARY KEY (function_name, version)
      );
      -- The last number that was given to a version, which is not given again when that version is deleted.
      CREATE TABLE IF NOT EXISTS lambda_last_version (
        function_name TEXT PRIMARY KEY REFERENCES lambda_function ON DELETE CASCADE, number INTEGER NOT NULL
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
    const version = isVersion(qualifier) ? qualifier : this.#aliases.find(functionName, qualifier)?.version;
    const found = version === undefined ? undefined : this.get(functionName, version);
    if (found) return found;
    const arn = functionArn(this.#place, functionName, reference.qualifier);
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
  }

  /** Checks that there is what is named. @throws {AwsError} ResourceNotFoundException, which speaks of an alias if it is one. */
  check(reference: FunctionReference): void {
    const { functionName, qualifier } = reference;
    const isMissingAlias = qualifier !== undefined && !isVersion(qualifier) && !this.#aliases.find(functionName, qualifier);
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

  /** The versions of one function, `$LATEST` first and then by number. */
  listOf(functionName: string): FunctionVersion[] {
    return this.#store
      .sql("SELECT * FROM lambda_version WHERE function_name = ? ORDER BY CAST(version AS INTEGER)")
      .all(functionName)
      .map((row) => this.#read(row));
  }

  /** What `deploy` needs to know of the past: the last number that was given, 0 if none was, and the last version that is there. */
  lastPublished(functionName: string): { number: number; version: FunctionVersion | undefined } {
    const last = this.listOf(functionName).at(-1);
    const version = last?.version === "$LATEST" ? undefined : last;
    const given = this.#store.sql("SELECT number FROM lambda_last_version WHERE function_name = ?").get(functionName)?.number;
    return { number: Math.max(Number(given ?? 0), Number(version?.version ?? 0)), version };
  }

  /** Writes `$LATEST`, with which a function begins. Call it inside `store.write`. */
  writeLatest(functionName: string, codeVersion: string, code: CodeDigest, configuration: FunctionConfiguration): void {
    this.#store.sql("INSERT INTO lambda_function VALUES (?, ?) ON CONFLICT DO NOTHING").run(functionName, this.#clock.now());
    this.#write(functionName, "$LATEST", codeVersion, code, configuration);
  }

  /** Writes `$LATEST` and the published version that equals it. Call it inside `store.write`. */
  publish(functionName: string, version: string, code: CodeDigest, configuration: FunctionConfiguration): void {
    this.writeLatest(functionName, version, code, configuration);
    this.#write(functionName, version, version, code, configuration);
  }

  /** Publishes `$LATEST`, unless it is what was published last. @returns the version. Call it inside `store.write`. */
  publishLatest(functionName: string, description?: string): FunctionVersion {
    const latest = this.resolve({ functionName, qualifier: "$LATEST" });
    const last = this.lastPublished(functionName);
    if (last.version?.codeSha256 === latest.codeSha256 && isConfiguredBy(last.version, latest)) return last.version;
    const version = String(last.number + 1);
    const code = { sha256: latest.codeSha256, sizeBytes: latest.codeSizeBytes };
    this.#write(
      functionName,
      version,
      latest.codeVersion,
      code,
      configurationOf({ ...latest, ...(description && { description }) }),
    );
    return this.resolve({ functionName, qualifier: version });
  }

  /** Deletes a version, or the function with all its versions and aliases. Call it inside `store.write`. */
  delete(functionName: string, version?: string): void {
    if (version !== undefined) {
      this.#store.sql("DELETE FROM lambda_version WHERE function_name = ? AND version = ?").run(functionName, version);
      return;
    }
    for (const table of ["lambda_alias", "lambda_version"]) {
      this.#store.sql(`DELETE FROM ${table} WHERE function_name = ?`).run(functionName);
    }
    this.#store.sql("DELETE FROM lambda_function WHERE name = ?").run(functionName);
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

  #write(
    functionName: string,
    version: string,
    codeVersion: string,
    code: CodeDigest,
    configuration: FunctionConfiguration,
  ): void {
    const values = [codeVersion, code.sha256, code.sizeBytes, JSON.stringify(configuration), this.#clock.now(), randomUUID()];
    this.#store
      .sql("INSERT OR REPLACE INTO lambda_version VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .run(functionName, version, ...values);
    if (version === "$LATEST") return;
    this.#store.sql("INSERT OR REPLACE INTO lambda_last_version VALUES (?, ?)").run(functionName, Number(version));
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

/** True if a version is configured in just that way. */
export function isConfiguredBy(version: FunctionVersion, configuration: FunctionConfiguration): boolean {
  return JSON.stringify(configurationOf(version)) === JSON.stringify(configurationOf(configuration));
}
