import type { StopExecutionInput, StopExecutionOutput } from "@aws-sdk/client-sfn";
import type { StatesOperation } from "../states.ts";

export const stopExecution: StatesOperation<StopExecutionInput, StopExecutionOutput> = ({ executions }, request) => ({
  stopDate: new Date(executions.stop(request.executionArn as string, request.error, request.cause)),
});
