import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { dynalite, type Input, type Item, type Table } from "./dynalite.ts";
import { EngineStore } from "./engine-store.ts";
import { Entries } from "./entries.ts";
import { Expiries } from "./expiries.ts";
import { settingOf } from "./settings.ts";

/** The tables: what the operations work on. */
export interface Database {
  store: Store;
  clock: Clock;
  region: string;
  accountId: string;
  entries: Entries;
  engine: EngineStore;
  expiries: Expiries;
}

/** One API call of DynamoDB. `host`: where its client reaches this server. */
export type DynamoDbOperation = (database: Database, input: Input, host: string) => unknown;

export function createDatabase(parts: { store: Store; clock: Clock; region: string; accountId: string }): Database {
  const { store, clock } = parts;
  const entries = new Entries(store);
  const expiries = new Expiries(store, clock);
  const engine = new EngineStore(entries, parts, (tableName, key, item) => {
    const attribute = settingOf(entries, tableName, "TimeToLive");
    if (attribute !== undefined) expiries.note(tableName, key, attribute, item);
  });
  return { ...parts, entries, engine, expiries };
}

/** The table of this name. @throws ResourceNotFoundException */
export function tableNamed({ engine }: Database, name: string): Table {
  let table: Table | undefined;
  engine.getTable(name, false, (error, found) => {
    if (error) throw error;
    table = found as Table;
  });
  return table!;
}

/** Writes an item, or deletes it, with its entries in the table's indexes. */
export function replaceItem(
  { engine }: Database,
  table: Table,
  key: string,
  before: Item | undefined,
  after: Item | undefined,
): void {
  const thrown = (error: Error | null) => {
    if (error) throw error;
  };
  dynalite().updateIndexes(engine, table, before, after, thrown);
  const items = engine.getItemDb(table.TableName);
  if (after) items.put(key, after, thrown);
  else items.del(key, thrown);
}
