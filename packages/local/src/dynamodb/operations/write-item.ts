import type { DynamoDbOperation } from "../database.ts";
import { type DynaliteError, dynalite, errorName, type Input, type Item } from "../dynalite.ts";
import type { EngineStore } from "../engine-store.ts";
import { runAction } from "../run-action.ts";

/** PutItem, UpdateItem or DeleteItem. */
export function writeItem(operation: string): DynamoDbOperation {
  return ({ engine, store }, input) => store.write(() => runWrite(engine, operation, input));
}

/** Runs one of them; a failed condition brings the item along if the caller wants it. */
export function runWrite(engine: EngineStore, operation: string, input: Input): unknown {
  try {
    return runAction(engine, operation, input);
  } catch (error) {
    if (errorName(error) === "ConditionalCheckFailedException" && input.ReturnValuesOnConditionCheckFailure === "ALL_OLD") {
      const Item = storedItem(engine, input);
      Object.assign((error as DynaliteError).body, Item && { Item });
    }
    throw error;
  }
}

/** What is stored under the key of a request whose key is right. */
export function storedItem(engine: EngineStore, { TableName, Key, Item }: Input): Item | undefined {
  const table = engine.table(TableName);
  return table && engine.item(TableName, dynalite().createKey(Key ?? Item, table));
}
