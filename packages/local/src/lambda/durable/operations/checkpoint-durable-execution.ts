import type { CheckpointRequest } from "../checkpoint.ts";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const checkpointDurableExecution: ExecutionsOperation<CheckpointRequest> = (executions, request) =>
  executions.checkpoint(request);
