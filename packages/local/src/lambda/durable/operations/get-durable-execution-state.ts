import type { GetDurableExecutionStateRequest } from "@aws-sdk/client-lambda";
import { pageOf } from "../pages.ts";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const getDurableExecutionState: ExecutionsOperation<GetDurableExecutionStateRequest> = (executions, request) => {
  const { DurableExecutionArn, CheckpointToken } = request;
  const { operations, nextMarker } = executions.state(DurableExecutionArn as string, CheckpointToken as string, pageOf(request));
  return { Operations: operations, NextMarker: nextMarker };
};
