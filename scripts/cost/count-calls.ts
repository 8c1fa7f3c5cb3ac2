import type { ServedCall } from "@foyer/local";
import type { PriceName } from "./prices.ts";

/** So many units of what AWS charges for. */
export type Usage = Partial<Record<PriceName, number>>;

/** What is counted of calls. */
export interface Counter {
  /** Counts a call of a function; calls of clients are as many without Foyer. */
  count(call: ServedCall): void;
  readonly usage: Usage;
  /** How often each operation was called: `dynamodb UpdateItem`. */
  readonly operations: Map<string, number>;
}

interface Update {
  Id?: string;
  Type?: string;
  Action?: string;
  Payload?: string;
}

const writes = /^(Put|Update|Delete)Item$/;
const reads = /^GetItem$/;

/**
 * @param bytesOf how large an item of a table is; a write is charged by the KB of the whole item, a read by 4 KB
 * @param without functions that do not run for one user, such as the sweep
 */
export function countCalls(bytesOf: (table: string) => number, without: readonly string[]): Counter {
  const usage: Usage = {};
  const operations = new Map<string, number>();
  const checkpointed = new Set<string>();
  const add = (name: PriceName, units = 1) => {
    usage[name] = (usage[name] ?? 0) + units;
  };
  const ofDurable = (execution: string, updates: readonly Update[]) => {
    for (const { Id = "", Type, Action, Payload = "" } of updates) {
      add("durableWritten", Payload.length / 1e9);
      // A step or a wait is one operation, and so is each retry; the execution itself was counted as it began.
      const once = `${execution} ${Id}`;
      if (Type === "EXECUTION" || (checkpointed.has(once) && Action !== "RETRY")) continue;
      checkpointed.add(once);
      add("durableOperation");
    }
  };
  return {
    usage,
    operations,
    count({ service, operation, caller, status, input }) {
      const { functionName } = caller;
      if (functionName === undefined || without.includes(functionName)) return;
      operations.set(`${service} ${operation}`, (operations.get(`${service} ${operation}`) ?? 0) + 1);
      const asked = input() as { TableName?: string; ConsistentRead?: boolean; DurableExecutionArn?: string; Updates?: Update[] };
      const table = asked.TableName ?? "";
      if (service === "dynamodb" && writes.test(operation)) add("dynamodbWrite", Math.ceil(bytesOf(table) / 1024) || 1);
      if (service === "dynamodb" && reads.test(operation))
        add("dynamodbRead", (Math.ceil(bytesOf(table) / 4096) || 1) * (asked.ConsistentRead ? 1 : 0.5));
      if (service === "lambda" && operation === "CheckpointDurableExecution")
        ofDurable(asked.DurableExecutionArn ?? "", asked.Updates ?? []);
      if (service === "lambda" && operation === "Invoke" && status < 400) add("durableOperation");
      if (service === "sesv2" && operation === "SendEmail" && status < 400) add("mail");
      if (service === "events" && operation === "PutEvents") add("event");
      if (service === "sqs") add("sqsRequest");
      if (service === "secretsmanager") add("secretRequest");
      if (service === "states" && operation === "StartExecution") add("stateTransition");
    },
  };
}
