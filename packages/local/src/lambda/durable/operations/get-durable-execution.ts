import type { GetDurableExecutionRequest } from "@aws-sdk/client-lambda";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const getDurableExecution: ExecutionsOperation<GetDurableExecutionRequest> = (executions, request) => {
  const { DurableExecutionArn, IncludeExecutionData = true } = request;
  const { execution, data } = executions.get(DurableExecutionArn as string);
  return {
    DurableExecutionArn: execution.arn,
    DurableExecutionName: execution.name,
    FunctionArn: execution.arn.slice(0, execution.arn.indexOf("/")),
    Version: execution.version,
    Status: execution.status,
    StartTimestamp: new Date(execution.startedAt),
    EndTimestamp: execution.endedAt === undefined ? undefined : new Date(execution.endedAt),
    ExecutionDataIncluded: IncludeExecutionData,
    DurableConfig: { ExecutionTimeout: execution.timeoutSeconds, RetentionPeriodInDays: execution.retentionDays },
    ...(IncludeExecutionData && { InputPayload: data.payload, Result: data.result, Error: data.error }),
  };
};
