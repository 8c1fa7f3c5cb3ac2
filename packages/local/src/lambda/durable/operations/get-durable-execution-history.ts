import type { GetDurableExecutionHistoryRequest } from "@aws-sdk/client-lambda";
import { pageOf } from "../pages.ts";
import type { ExecutionsOperation } from "./executions-operation.ts";

export const getDurableExecutionHistory: ExecutionsOperation<GetDurableExecutionHistoryRequest> = (executions, request) => {
  const { DurableExecutionArn, IncludeExecutionData = true, ReverseOrder = false } = request;
  const { items, nextMarker } = executions.history(DurableExecutionArn as string, pageOf(request), ReverseOrder);
  return { Events: IncludeExecutionData ? items : items.map(withoutPayloads), NextMarker: nextMarker };
};

// Inputs, results and errors are each a structure with a Payload.
function withoutPayloads<T>(value: T): T {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "Payload")
      .map(([key, member]) => [key, withoutPayloads(member)]),
  ) as T;
}
