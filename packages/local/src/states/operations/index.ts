import type { StatesOperation } from "../states.ts";
import { createStateMachine } from "./create-state-machine.ts";
import { describeExecution } from "./describe-execution.ts";
import { describeStateMachine } from "./describe-state-machine.ts";
import { listExecutions } from "./list-executions.ts";
import { startExecution } from "./start-execution.ts";
import { stopExecution } from "./stop-execution.ts";

/** Wire name to operation: all that Step Functions answers. */
export const operations = {
  CreateStateMachine: createStateMachine,
  DescribeExecution: describeExecution,
  DescribeStateMachine: describeStateMachine,
  ListExecutions: listExecutions,
  StartExecution: startExecution,
  StopExecution: stopExecution,
} satisfies Record<string, StatesOperation<never, unknown>>;
