import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";

export interface Queue {
  name: string;
  arn: string;
  /** Those that were set, as the API has them: all values are texts. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  createdAt: number;
  modifiedAt: number;
}

/** Attribute to its default and, where it is a number, its range. */
const settable: Record<string, { value: string; range?: [min: number, max: number] }> = {
  DelaySeconds: { value: "0", range: [0, 900] },
  MaximumMessageSize: { value: "1048576", range: [1024, 1_048_576] },
  MessageRetentionPeriod: { value: "345600", range: [60, 1_209_600] },
  ReceiveMessageWaitTimeSeconds: { value: "0", range: [0, 20] },
  VisibilityTimeout: { value: "30", range: [0, 43_200] },
  FifoQueue: { value: "false" },
  ContentBasedDeduplication: { value: "false" },
};

/** The queues by name. */
export class Queues {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: { region: string; accountId: string };

  constructor(store: Store, clock: Clock, place: { region: string; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
  }

  find(name: string): Queue | undefined {
    const row = this.#store.sql("SELECT * FROM sqs_queue WHERE name = ?").get(name);
    return row && this.#read(row);
  }

  /** @throws QueueDoesNotExist */
  get(name: string): Queue {
    const queue = this.find(name);
    if (!queue) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }

  /** The queue of a URL or an ARN, of which only the name at the end counts. @throws QueueDoesNotExist */
  at(urlOrArn: string): Queue {
    return this.get(/([^/:]*)$/.exec(urlOrArn)?.[1] ?? "");
  }

  /** By name. */
  list(prefix: string): Queue[] {
    return this.#store
      .sql("SELECT * FROM sqs_queue WHERE name >= ?1 AND name < ?1 || char(1114111) ORDER BY name")
      .all(prefix)
      .map((row) => this.#read(row));
  }

  /** @throws InvalidAttributeName, InvalidAttributeValue */
  put(name: string, attributes: Record<string, string>, tags: Record<string, string>): void {
    checkAttributes(attributes);
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql(
          `INSERT INTO sqs_queue VALUES (?1, ?2, ?3, ?4, ?4)
           ON CONFLICT DO UPDATE SET attributes = ?2, tags = ?3, modified_at = ?4`,
        )
        .run(name, JSON.stringify(attributes), JSON.stringify(tags), now),
    );
  }

  delete(name: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM sqs_queue WHERE name = ?").run(name));
  }

  #read(row: Record<string, unknown>): Queue {
    const name = row.name as string;
    return {
      name,
      arn: `arn:aws:sqs:${this.#place.region}:${this.#place.accountId}:${name}`,
      attributes: JSON.parse(row.attributes as string),
      tags: JSON.parse(row.tags as string),
      createdAt: row.created_at as number,
      modifiedAt: row.modified_at as number,
    };
  }
}

export function isFifo({ name }: Pick<Queue, "name">): boolean {
  return name.endsWith(".fifo");
}

/** An attribute as it is in force. */
export function attributeOf(queue: Queue, name: string): string {
  return queue.attributes[name] ?? settable[name]?.value ?? "";
}

/** All that can be set, as it is in force. */
export function attributesOf(queue: Queue): Record<string, string> {
  const names = Object.keys(settable).filter(
    (name) => isFifo(queue) || !["FifoQueue", "ContentBasedDeduplication"].includes(name),
  );
  return Object.fromEntries(names.map((name) => [name, attributeOf(queue, name)]));
}

function checkAttributes(attributes: Record<string, string>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const known = Object.hasOwn(settable, name) ? settable[name] : undefined;
    if (!known) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name.slice(0, 100)}.`);
    const [min, max] = known.range ?? [];
    const isValid =
      min === undefined ? /^(?:true|false)$/.test(value) : /^\d+$/.test(value) && +value >= min && +value <= (max as number);
    if (!isValid) throw new AwsError("InvalidAttributeValue", `Invalid value for the parameter ${name}.`);
  }
}
