import { AwsError } from "../endpoint/aws-error.ts";
import type { Database } from "./database.ts";
import { type DynaliteError, dynalite, errorName, type Input, type Item, type Table } from "./dynalite.ts";
import { storedItem } from "./operations/write-item.ts";

/** One operation of a transaction. */
export interface Part {
  kind: "ConditionCheck" | "Put" | "Delete" | "Update" | "Get";
  /** The operation that it is outside a transaction. */
  operation: string;
  input: Input;
}

/** Why a part was not done; its code is None if it could have been. */
export interface Reason {
  Code: "None" | "ConditionalCheckFailed" | "ValidationError";
  Message?: string;
  Item?: Item;
}

/** The table of a part. @throws ResourceNotFoundException for the whole transaction */
export function tableOf({ engine }: Database, name: string): Table {
  const table = engine.table(name);
  if (!table) throw new AwsError("ResourceNotFoundException", "Requested resource not found");
  return table;
}

/** @throws ValidationException if two parts are about one item; a part whose key is wrong is told so later. */
export function checkDistinct(database: Database, parts: Part[]): void {
  const { createKey, validateItem, validateKey } = dynalite();
  const seen = new Set<string>();
  for (const { input } of parts) {
    const table = tableOf(database, input.TableName);
    if (input.Item ? validateItem(input.Item, table) : validateKey(input.Key, table)) continue;
    const item = `${input.TableName}~${createKey(input.Item ?? input.Key, table)}`;
    if (seen.has(item))
      throw new AwsError("ValidationException", "Transaction request cannot include multiple operations on one item");
    seen.add(item);
  }
}

/** What a part was refused with, as the reason of its transaction. Throws what is no refusal. */
export function validationReason(error: unknown): Reason {
  if (errorName(error) !== "ValidationException") throw error;
  return { Code: "ValidationError", Message: (error as DynaliteError).body.message ?? "" };
}

export function cancelled(reasons: Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError("TransactionCanceledException", message, { members: { CancellationReasons: reasons } });
}

/** What a transaction consumed of each table: twice what its operations alone would. */
export function capacityOf(
  { engine }: Database,
  parts: Part[],
  ReturnConsumedCapacity: string | undefined,
  isRead: boolean,
): { ConsumedCapacity?: object[] } {
  if (ReturnConsumedCapacity === undefined || ReturnConsumedCapacity === "NONE") return {};
  const units = new Map<string, number>();
  for (const { input } of parts) {
    const one = { ...input, ReturnConsumedCapacity, ConsistentRead: true };
    const { CapacityUnits = 0 } = dynalite().addConsumedCapacity(one, isRead, storedItem(engine, input)) ?? {};
    units.set(input.TableName, (units.get(input.TableName) ?? 0) + 2 * CapacityUnits);
  }
  const ConsumedCapacity = [...units].map(([TableName, CapacityUnits]) => {
    const consumed = { CapacityUnits, [isRead ? "ReadCapacityUnits" : "WriteCapacityUnits"]: CapacityUnits };
    return { TableName, ...consumed, ...(ReturnConsumedCapacity === "INDEXES" && { Table: consumed }) };
  });
  return { ConsumedCapacity };
}
