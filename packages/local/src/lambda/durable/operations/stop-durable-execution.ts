import type { StopDurableExecutionRequest } from "@aws-sdk/client-lambda";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const stopDurableExecution: ExecutionsOperation<StopDurableExecutionRequest> = (executions, request) => ({
  StopTimestamp: new Date(executions.stopExecution(request.DurableExecutionArn as string, request.Error)),
});
