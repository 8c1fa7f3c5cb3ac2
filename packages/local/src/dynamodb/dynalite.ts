import { createRequire } from "node:module";
import type { EngineStore } from "./engine-store.ts";

/** An item, or a part of one, as it travels: `{ pk: { S: "a" } }`; bytes are base64. */
export type Item = Record<string, unknown>;

/** A parsed request after its checks; expressions are parsed into members whose names begin with an underscore. */
// biome-ignore lint/suspicious/noExplicitAny: dynalite's tables decide what is in it, operation by operation.
export type Input = Record<string, any>;

/** A table as DescribeTable tells it; what is used of it here. */
export interface Table {
  TableName: string;
  TableStatus: string;
  KeySchema: KeyPart[];
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  LocalSecondaryIndexes?: Index[];
  GlobalSecondaryIndexes?: Index[];
  DeletionProtectionEnabled?: boolean;
  [member: string]: unknown;
}

export interface KeyPart {
  AttributeName: string;
  KeyType: string;
}

export interface Index {
  IndexName: string;
  KeySchema: KeyPart[];
  [member: string]: unknown;
}

/** How dynalite describes the members of an input: `{ TableName: { type: "String", notNull: true } }`. */
export type Types = Record<string, unknown>;

/** Members of an operation's input, and what AWS checks beyond types: returns the message of a ValidationException. */
export interface Checks {
  types: Types;
  custom?: ((input: Input, engine: EngineStore) => string | null | undefined) | undefined;
}

/** An error that is an answer. */
export interface DynaliteError extends Error {
  statusCode: number;
  body: { __type: string; message?: string; Message?: string; [member: string]: unknown };
}

export type Done = (error: Error | null, output?: unknown) => void;

/** What is used of dynalite, which has no types: actions work on a store and know nothing of HTTP. */
interface Dynalite {
  action(operation: string): (engine: EngineStore, input: Input, done: Done) => void;
  checks(operation: string): Checks;
  checkTypes(input: object, types: Types): Input;
  checkValidations(input: Input, types: Types, custom: Checks["custom"], engine: EngineStore): void;
  validateKey(key: Item, table: Table): Error | undefined;
  validateItem(item: Item, table: Table): Error | undefined;
  validateKeyPaths(paths: unknown, table: Table): Error | undefined;
  createKey(item: Item, table: Table): string;
  checkConditional(input: Input, item: Item | undefined): Error | null | undefined;
  updateIndexes(engine: EngineStore, table: Table, before: Item | undefined, after: Item | undefined, done: Done): void;
  itemSize(item: Item): number;
  addConsumedCapacity(input: Input, isRead: boolean, item?: Item): { CapacityUnits: number } | undefined;
}

const load = createRequire(import.meta.url);
const fileOf = (operation: string) => operation.charAt(0).toLowerCase() + operation.slice(1);
let loaded: Dynalite | undefined;

/** dynalite's parsers, checks and actions; read at the first request for DynamoDB, which takes some 30 ms. */
export function dynalite(): Dynalite {
  loaded ??= {
    ...load("dynalite/db"),
    ...load("dynalite/validations"),
    action: (operation) => load(`dynalite/actions/${fileOf(operation)}`),
    checks: (operation) => load(`dynalite/validations/${fileOf(operation)}`),
  } as Dynalite;
  return loaded;
}

/** The name of an error that is an answer: `ConditionalCheckFailedException`; undefined for any other failure. */
export function errorName(error: unknown): string | undefined {
  return (error as Partial<DynaliteError>).body?.__type.replace(/^.*#/, "");
}
