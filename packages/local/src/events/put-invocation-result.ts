import { busName } from "./bus-name.ts";
import type { Events } from "./events.ts";

/**
 * Publishes what became of an asynchronous invocation, as Lambda does for a function that names a bus as its destination.
 * @param record as Lambda sends it to destinations, JSON.
 */
export function putInvocationResult(events: Events, busArn: string, record: string): void {
  const detail = JSON.parse(record) as { requestContext: { condition: string; functionArn: string } };
  const { condition, functionArn } = detail.requestContext;
  events.put({
    bus: busName(busArn),
    source: "lambda",
    detailType: `Lambda Function Invocation Result - ${condition === "Success" ? "Success" : "Failure"}`,
    detail,
    resources: [busArn, functionArn],
  });
}
