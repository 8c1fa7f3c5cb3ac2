/** A dynalite store: one LevelDB, tables under keys that begin with `table~`. */
export interface DynaliteStore {
  db: {
    open(): Promise<void>;
    close(): Promise<void>;
    iterator(range: { gte: string; lt: string }): AsyncIterable<[key: string, table: Table]>;
    put(key: string, table: Table): Promise<void>;
    del(key: string): Promise<void>;
    clear(range: { gte: string; lt: string }): Promise<void>;
  };
  tableDb: { awsRegion: string; awsAccountId: string };
}

interface Table {
  TableName: string;
  TableStatus: string;
  GlobalSecondaryIndexes?: { IndexStatus: string }[];
}

/**
 * Ends what a killed process left half-way: dynalite finishes the creation, update or deletion of a table by a timer, so a
 * table whose timer is gone would stay CREATING for ever.
 */
export async function settleTables(
  store: DynaliteStore,
  deleteTable: (store: DynaliteStore, input: object, done: (error: Error | null) => void) => void,
): Promise<void> {
  for await (const [key, table] of store.db.iterator({ gte: "table~", lt: "table~\xff" })) {
    if (table.TableStatus === "ACTIVE") continue;
    const deleting = table.TableStatus === "DELETING";
    for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = "ACTIVE";
    await store.db.put(key, { ...table, TableStatus: "ACTIVE" });
    if (!deleting) continue;
    await new Promise<void>((resolve) => deleteTable(store, { TableName: table.TableName }, () => resolve()));
    // dynalite takes the table itself away a moment after its answer, and would list it until then.
    await store.db.del(key);
  }
}
