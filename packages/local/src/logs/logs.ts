import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { LogEvents } from "./log-events.ts";
import { operations } from "./operations/index.ts";

/** CloudWatch Logs: what the operations work on. */
export interface Logs {
  logEvents: LogEvents;
  region: string;
  accountId: string;
}

/** One API call of CloudWatch Logs. */
export type LogsOperation<Input, Output> = (logs: Logs, request: Input, call: Call) => Output;

/** CloudWatch Logs as a service of the endpoint. */
export function logsService(logs: Logs): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => operation(logs, input, call),
  ]);
  return { name: "logs", operations: Object.fromEntries(bound) };
}
