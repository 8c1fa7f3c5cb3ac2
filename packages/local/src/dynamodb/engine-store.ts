import { Stream } from "node:stream";
import type { Done, Item, Table } from "./dynalite.ts";
import type { Entries, Range } from "./entries.ts";

/** What dynalite's actions ask of a database. Everything answers before the call returns, so an action is one synchronous change. */
interface Space {
  get(key: string, done: Done): void;
  put(key: string, value: unknown, done: Done): void;
  del(key: string, done: Done): void;
  batch(changes: { type: string; key: string; value?: unknown }[], done: Done): void;
  lock(key: string, run: (release: (done: Done) => Done) => void): void;
  createKeyStream(range?: Range): Rows;
  createValueStream(range?: Range): Rows;
}

/** Told of each item that is put, and of each that is deleted. */
export type ItemListener = (tableName: string, key: string, item: Item | undefined) => void;

/** The store that dynalite's actions run on, kept in `Entries` where dynalite's own is LevelDB. */
export class EngineStore {
  readonly options = { maxItemSize: 400 * 1024 };
  readonly tableDb: Space & { awsRegion: string; awsAccountId: string };
  readonly #entries: Entries;
  readonly #onItem: ItemListener;
  #opened: Rows[] = [];

  constructor(entries: Entries, { region, accountId }: { region: string; accountId: string }, onItem: ItemListener) {
    this.#entries = entries;
    this.#onItem = onItem;
    this.tableDb = { ...this.#space("table"), awsRegion: region, awsAccountId: accountId };
  }

  getTable(name: string, checkStatus: boolean | Done, done: Done = checkStatus as Done): void {
    const table = this.table(name);
    if (table) done(null, table);
    else done(notFound(`Requested resource not found${checkStatus === false ? `: Table: ${name} not found` : ""}`));
  }

  getItemDb(table: string): Space {
    const items = this.#space(itemSpace(table));
    const change = (key: string, item: Item | undefined, done: Done) => {
      this.#onItem(table, key, item);
      if (item) items.put(key, item, done);
      else items.del(key, done);
    };
    return {
      ...items,
      put: (key, item, done) => change(key, item as Item, done),
      del: (key, done) => change(key, undefined, done),
    };
  }

  getIndexDb(kind: string, table: string, index: string): Space {
    return this.#space(indexSpace(kind, table, index));
  }

  getTagDb(table: string): Space {
    return this.#space(`tag~${table}`);
  }

  table(name: string): Table | undefined {
    return this.#entries.get("table", name) as Table | undefined;
  }

  item(table: string, key: string): Item | undefined {
    return this.#entries.get(itemSpace(table), key) as Item | undefined;
  }

  /** Reads on in what an action has begun to read, until it has what it wants. */
  pump(): void {
    for (let rows = this.#opened.shift(); rows; rows = this.#opened.shift()) rows.pump();
  }

  #space(space: string): Space {
    const entries = this.#entries;
    const rows = (of: "key" | "value", range?: Range) => {
      const opened = new Rows(entries.range(space, range), of);
      this.#opened.push(opened);
      return opened;
    };
    const put = (key: string, value: unknown) => entries.put(space, key, value);
    const del = (key: string) => entries.delete(space, key);
    return {
      get: (key, done) => done(null, entries.get(space, key)),
      put: (key, value, done) => done(null, put(key, value)),
      del: (key, done) => done(null, del(key)),
      batch: (changes, done) => {
        for (const { type, key, value } of changes) type === "put" ? put(key, value) : del(key);
        done(null);
      },
      lock: (_key, run) => run((done) => done),
      createKeyStream: (range) => rows("key", range),
      createValueStream: (range) => rows("value", range),
    };
  }
}

/** What dynalite takes for a stream; it flows when `pump` is called. */
class Rows extends Stream {
  readonly #entries: Generator<{ key: string; value: unknown }>;
  readonly #of: "key" | "value";
  #isWanted = true;

  constructor(entries: Generator<{ key: string; value: unknown }>, of: "key" | "value") {
    super();
    this.#entries = entries;
    this.#of = of;
  }

  destroy(): void {
    this.#isWanted = false;
  }

  pump(): void {
    for (const entry of this.#entries) {
      if (!this.#isWanted) return;
      this.emit("data", entry[this.#of]);
    }
    this.emit("end");
  }
}

function notFound(message: string): Error {
  const body = { __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", message };
  return Object.assign(new Error(message), { name: "NotFoundError", statusCode: 400, body });
}

export function itemSpace(table: string): string {
  return `item~${table}`;
}

export function indexSpace(kind: string, table: string, index: string): string {
  return `index~${kind.toLowerCase()}~${table}~${index}`;
}
