import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { AwsError } from "../endpoint/aws-error.ts";
import { type DynaliteStore, settleTables } from "./interrupted-tables.ts";
import { errorBody, parseRequest } from "./request-json.ts";

/** What the other side starts this thread with; without a path the tables are in memory. */
export interface EngineOptions {
  path?: string | undefined;
  region: string;
  accountId: string;
}

/** One operation, its input as JSON; or the removal of all items of all tables. */
export type EngineRequest = { id: number } & ({ operation: string; input: string } | { clear: true });

/** HTTP status and body, or the fault of the engine itself. */
export type EngineAnswer = { id: number } & ({ status: number; body: string } | { fault: unknown });

/** What is used of dynalite, which has no types: its actions work on a store and know nothing of HTTP. */
interface DynaliteError extends Error {
  statusCode?: number;
  body?: object;
}
type Done = (error: DynaliteError | null, output: unknown) => void;
type Action = (store: DynaliteStore, input: unknown, done: Done) => void;

const load = createRequire(import.meta.url);
const { create } = load("dynalite/db") as { create(options: object): DynaliteStore };
const { checkTypes, checkValidations, toLowerFirst } = load("dynalite/validations") as {
  checkTypes(input: unknown, types: object): unknown;
  checkValidations(input: unknown, types: object, custom: unknown, store: DynaliteStore): void;
  toLowerFirst(name: string): string;
};
const actionOf = (operation: string) => load(`dynalite/actions/${toLowerFirst(operation)}`) as Action;

const { path, region, accountId } = workerData as EngineOptions;
const store = create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
Object.assign(store.tableDb, { awsRegion: region, awsAccountId: accountId });
await store.db.open();
await settleTables(store, actionOf("DeleteTable"));

const port = parentPort as NonNullable<typeof parentPort>;
port.on("message", (message: EngineRequest | "close") => {
  if (message === "close") void store.db.close().then(() => port.close());
  else if ("clear" in message) void clear((result) => port.postMessage({ id: message.id, ...result } satisfies EngineAnswer));
  else run(message.operation, message.input, (result) => port.postMessage({ id: message.id, ...result } satisfies EngineAnswer));
});

type Answer = (result: { status: number; body: string } | { fault: unknown }) => void;

async function clear(answer: Answer): Promise<void> {
  try {
    // The keys of items and of index entries begin with these words; '.' is the character behind '-'.
    for (const kind of ["item", "index"]) await store.db.clear({ gte: `${kind}-`, lt: `${kind}.` });
    answer({ status: 200, body: "" });
  } catch (fault) {
    answer({ fault });
  }
}

function run(operation: string, input: string, answer: Answer): void {
  const done: Done = (error, output) => {
    if (!error) answer({ status: 200, body: JSON.stringify(output) });
    else if (error instanceof AwsError) answer({ status: 400, body: errorBody(error) });
    else if (error.statusCode && error.body) answer({ status: error.statusCode, body: JSON.stringify(error.body) });
    else answer({ fault: error });
  };
  try {
    actionOf(operation)(store, checked(operation, input), done);
  } catch (error) {
    done(error as DynaliteError, undefined);
  }
}

function checked(operation: string, body: string): unknown {
  const { types, custom } = load(`dynalite/validations/${toLowerFirst(operation)}`) as { types: object; custom: unknown };
  const request = parseRequest(body);
  try {
    const input = checkTypes(request, types);
    checkValidations(input, types, custom, store);
    return input;
  } catch (error) {
    if ((error as DynaliteError).statusCode) throw error;
    // dynalite's checks trip over a null where a value must be.
    throw new AwsError("SerializationException", "The request body does not have the form that the operation takes");
  }
}
