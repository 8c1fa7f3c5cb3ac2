import { Clock } from "./clock.ts";
import type { Store } from "./store/store.ts";

/** The clock that a restart finds where it was moved to. */
export function keptClock(store: Store): Clock {
  store.define("CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), ahead_ms INTEGER NOT NULL)");
  const kept = store.sql("SELECT ahead_ms FROM clock").get()?.ahead_ms as number | undefined;
  return new Clock(kept, (aheadMs) => {
    store.write(() => store.sql("INSERT OR REPLACE INTO clock VALUES (1, ?)").run(Math.round(aheadMs)));
  });
}
