import type { ListDurableExecutionsByFunctionRequest } from "@aws-sdk/client-lambda";
import { pageOf } from "../pages.ts";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const listDurableExecutionsByFunction: ExecutionsOperation<ListDurableExecutionsByFunctionRequest> = (
  executions,
  request,
) => {
  const { FunctionName, Qualifier, DurableExecutionName, Statuses, StartedAfter, StartedBefore, ReverseOrder = false } = request;
  const { items, nextMarker } = executions.list(
    {
      ...executions.functionNamed(FunctionName as string, Qualifier),
      name: DurableExecutionName,
      statuses: Statuses,
      startedAfter: StartedAfter?.getTime(),
      startedBefore: StartedBefore?.getTime(),
      newestFirst: ReverseOrder,
    },
    pageOf(request),
  );
  return {
    DurableExecutions: items.map((execution) => ({
      DurableExecutionArn: execution.arn,
      DurableExecutionName: execution.name,
      FunctionArn: execution.arn.slice(0, execution.arn.indexOf("/")),
      Status: execution.status,
      StartTimestamp: new Date(execution.startedAt),
      EndTimestamp: execution.endedAt === undefined ? undefined : new Date(execution.endedAt),
    })),
    NextMarker: nextMarker,
  };
};
