import type { SendDurableExecutionCallbackHeartbeatRequest } from "@aws-sdk/client-lambda";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const sendDurableExecutionCallbackHeartbeat: ExecutionsOperation<SendDurableExecutionCallbackHeartbeatRequest> = (
  executions,
  { CallbackId },
) => {
  executions.heartbeat(CallbackId as string);
  return {};
};
