import type { IncomingMessage } from "node:http";
import type { EngineService } from "../../endpoint/service.ts";

/** A table as DynamoDB describes it, as far as it is needed. */
interface Described {
  Table?: {
    KeySchema?: KeySchema;
    GlobalSecondaryIndexes?: { IndexName?: string; KeySchema?: KeySchema }[];
    LocalSecondaryIndexes?: { IndexName?: string; KeySchema?: KeySchema }[];
  };
}
type KeySchema = { AttributeName?: string; KeyType?: string }[];

interface Named {
  TableName?: unknown;
  RequestItems?: object;
  TransactItems?: Record<string, Named>[];
}

/** The partition keys of tables and their indexes, which conditions on `dynamodb:LeadingKeys` are about. */
export class TableKeys {
  readonly #engine: Pick<EngineService, "run">;
  readonly #known = new Map<string, ReadonlyMap<string, string>>();

  /** @param engine DynamoDB */
  constructor(engine: Pick<EngineService, "run">) {
    this.#engine = engine;
  }

  of(table: string): ReadonlyMap<string, string> | undefined {
    return this.#known.get(table);
  }

  /**
   * Learns of the tables that a request names; those that are not there have no keys. An index that is not known may be new, as where
   * somebody else has altered the table of a DynamoDB elsewhere.
   */
  async learn(input: unknown): Promise<void> {
    const { IndexName } = (input ?? {}) as { IndexName?: unknown };
    const index = String(IndexName ?? "");
    const unknown = tablesOf(input).filter((table) => !this.#known.get(table)?.has(index));
    await Promise.all(
      unknown.map(async (table) => {
        const described = await this.#describe(table);
        if (described.Table) this.#known.set(table, keysOf(described));
      }),
    );
  }

  async #describe(table: string): Promise<Described> {
    const request = {
      headers: { "x-amz-target": "DynamoDB_20120810.DescribeTable", "content-type": "application/x-amz-json-1.0" },
    };
    const body = Buffer.from(JSON.stringify({ TableName: table }));
    // Of a request that asks for an operation, an engine reads the head.
    const { body: description } = await this.#engine.run(request as unknown as IncomingMessage, body);
    return JSON.parse(String(description)) as Described;
  }

  /** A table that is made anew may have another key. */
  forgetAfter(operation: string, input: () => unknown): void {
    if (!/^(Create|Delete|Update)Table$/.test(operation)) return;
    try {
      for (const table of tablesOf(input())) this.#known.delete(table);
    } catch {
      // nothing was named that could be read
    }
  }
}

function tablesOf(input: unknown): string[] {
  const { TableName, RequestItems = {}, TransactItems = [] } = (input ?? {}) as Named;
  const names = [
    TableName,
    ...Object.keys(RequestItems),
    ...(Array.isArray(TransactItems) ? TransactItems : []).flatMap((item) => Object.values(item).map((one) => one?.TableName)),
  ];
  return names.flatMap((name) => (typeof name === "string" ? [name.replace(/^.*:table\//, "")] : []));
}

function keysOf({ Table }: Described): ReadonlyMap<string, string> {
  const indexes = [...(Table?.GlobalSecondaryIndexes ?? []), ...(Table?.LocalSecondaryIndexes ?? [])];
  return new Map(
    [{ IndexName: "", KeySchema: Table?.KeySchema }, ...indexes].flatMap(({ IndexName = "", KeySchema = [] }) => {
      const name = KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
      return name === undefined ? [] : [[IndexName, name] as const];
    }),
  );
}
