import type { Operation } from "../../../endpoint/service.ts";
import type { Executions } from "../executions.ts";
import { checkpointDurableExecution } from "./checkpoint-durable-execution.ts";
import type { ExecutionsOperation } from "./executions-operation.ts";
import { getDurableExecution } from "./get-durable-execution.ts";
import { getDurableExecutionHistory } from "./get-durable-execution-history.ts";
import { getDurableExecutionState } from "./get-durable-execution-state.ts";
import { listDurableExecutionsByFunction } from "./list-durable-executions-by-function.ts";
import { sendDurableExecutionCallbackFailure } from "./send-durable-execution-callback-failure.ts";
import { sendDurableExecutionCallbackHeartbeat } from "./send-durable-execution-callback-heartbeat.ts";
import { sendDurableExecutionCallbackSuccess } from "./send-durable-execution-callback-success.ts";
import { stopDurableExecution } from "./stop-durable-execution.ts";

const operations = {
  CheckpointDurableExecution: checkpointDurableExecution,
  GetDurableExecution: getDurableExecution,
  GetDurableExecutionHistory: getDurableExecutionHistory,
  GetDurableExecutionState: getDurableExecutionState,
  ListDurableExecutionsByFunction: listDurableExecutionsByFunction,
  SendDurableExecutionCallbackFailure: sendDurableExecutionCallbackFailure,
  SendDurableExecutionCallbackHeartbeat: sendDurableExecutionCallbackHeartbeat,
  SendDurableExecutionCallbackSuccess: sendDurableExecutionCallbackSuccess,
  StopDurableExecution: stopDurableExecution,
} satisfies Record<string, ExecutionsOperation<never>>;

/** The part of Lambda's API that is about durable executions: wire name to operation. */
export function durableOperations(executions: Executions): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      (input) => (operation as ExecutionsOperation<unknown>)(executions, input),
    ]),
  );
}
