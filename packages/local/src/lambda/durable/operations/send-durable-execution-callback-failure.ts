import type { SendDurableExecutionCallbackFailureRequest } from "@aws-sdk/client-lambda";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const sendDurableExecutionCallbackFailure: ExecutionsOperation<SendDurableExecutionCallbackFailureRequest> = (
  executions,
  { CallbackId, Error: error },
) => {
  executions.answerCallback(CallbackId as string, { error: error ?? {} });
  return {};
};
