import { type Database, replaceItem } from "./database.ts";

/**
 * Deletes what has expired. DynamoDB does so within days, and until then reads still show such items; here they are gone for each
 * operation that runs after their time, so that a test sees them go by the clock.
 */
export function expireItems(database: Database): void {
  const { engine, expiries, store } = database;
  const due = expiries.due();
  if (due.length === 0) return;
  store.write(() => {
    for (const { tableName, key } of due) {
      const table = engine.table(tableName);
      if (table) replaceItem(database, table, key, engine.item(tableName, key), undefined);
    }
  });
}
