import type { Clock } from "../../clock.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Store } from "../../store/store.ts";
import type { Place } from "../function-arn.ts";
import type { Functions } from "../functions.ts";
import { EndSignals } from "./end-signals.ts";
import { ExecutionTable } from "./execution-table.ts";
import { History } from "./history.ts";
import { OperationTable } from "./operation-table.ts";
import { schema } from "./schema.ts";

/** What durable executions need of the functions: to find the version that is meant, and to run one. */
export type FunctionRunner = Pick<Functions, "run" | "versionOf" | "reference">;

export interface BackendOptions extends Place {
  store: Store;
  clock: Clock;
  journal: Journal;
  functions: FunctionRunner;
}

/** What the parts of the durable backend share. */
export interface Backend {
  place: Place;
  store: Store;
  clock: Clock;
  journal: Journal;
  functions: FunctionRunner;
  executions: ExecutionTable;
  operations: OperationTable;
  history: History;
  endSignals: EndSignals;
}

/** Creates the tables and what reads and writes them. */
export function createBackend({ region, accountId, store, clock, journal, functions }: BackendOptions): Backend {
  store.define(schema);
  return {
    place: { region, accountId },
    store,
    clock,
    journal,
    functions,
    executions: new ExecutionTable(store),
    operations: new OperationTable(store),
    history: new History(store),
    endSignals: new EndSignals(store),
  };
}
