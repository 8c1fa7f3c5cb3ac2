import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../endpoint/aws-error.ts";
import { functionOf } from "../log-group.ts";
import type { LogsOperation } from "../logs.ts";

/** Both tokens stand on a line: `f/<id>` gives what follows it, `b/<id>` what is before it. At an end the token comes back. */
export const getLogEvents: LogsOperation<GetLogEventsRequest, GetLogEventsResponse> = (logs, request) => {
  const { logStreamName, startTime, endTime, nextToken, limit = 10_000, startFromHead = false } = request;
  const functionName = functionOf(logs, request);
  const name = logStreamName as string;
  if (!logs.logEvents.streams(functionName).some((stream) => stream.logStreamName === name)) {
    throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
  }
  const token = nextToken === undefined ? undefined : readPosition(nextToken);
  const events = logs.logEvents.find({
    functionName,
    logStreamNames: [name],
    from: startTime,
    to: endTime,
    after: token?.direction === "f" ? token.id : undefined,
    before: token?.direction === "b" ? token.id : undefined,
    limit,
    last: token ? token.direction === "b" : !startFromHead,
  });
  return {
    events: events.map(({ at, text }) => ({ timestamp: at, message: `${text}\n`, ingestionTime: at })),
    nextForwardToken: position("f", events.at(-1)?.id ?? token?.id ?? 0),
    nextBackwardToken: position("b", events[0]?.id ?? token?.id ?? 0),
  };
};

function position(direction: "f" | "b", id: number): string {
  return `${direction}/${String(id).padStart(56, "0")}`;
}

function readPosition(token: string): { direction: "f" | "b"; id: number } {
  const match = /^([fb])\/(\d{56})$/.exec(token);
  if (!match) throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  return { direction: match[1] as "f" | "b", id: Number(match[2]) };
}
