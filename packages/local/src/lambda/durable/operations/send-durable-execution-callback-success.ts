import type { SendDurableExecutionCallbackSuccessRequest } from "@aws-sdk/client-lambda";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const sendDurableExecutionCallbackSuccess: ExecutionsOperation<SendDurableExecutionCallbackSuccessRequest> = (
  executions,
  { CallbackId, Result },
) => {
  const result = Result === undefined || Result.length === 0 ? undefined : Buffer.from(Result as Uint8Array).toString("utf8");
  executions.answerCallback(CallbackId as string, { result });
  return {};
};
