import type { FilterLogEventsRequest, FilterLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { readFilterPattern } from "../filter-pattern.ts";
import type { LogEvent } from "../log-events.ts";
import { functionOf } from "../log-group.ts";
import type { LogsOperation } from "../logs.ts";
import { readToken, tokenOf } from "../pages.ts";

// So many lines are searched for one page, which may then be short or empty although there are more, as on AWS.
const searchedLines = 10_000;

export const filterLogEvents: LogsOperation<FilterLogEventsRequest, FilterLogEventsResponse> = (logs, request) => {
  const { logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern, nextToken, limit = 10_000 } = request;
  const functionName = functionOf(logs, request);
  const takes = readFilterPattern(filterPattern ?? "");
  const streams = logs.logEvents.streams(functionName).map(({ logStreamName }) => logStreamName);
  const searched = logStreamNamePrefix ? streams.filter((name) => name.startsWith(logStreamNamePrefix)) : logStreamNames;
  const lines = logs.logEvents.find({
    functionName,
    logStreamNames: searched,
    from: startTime,
    // Unlike that of GetLogEvents, this end is included.
    to: endTime === undefined ? undefined : endTime + 1,
    after: nextToken === undefined ? undefined : Number(readToken(nextToken)),
    limit: searchedLines,
  });
  const found: LogEvent[] = [];
  let last: LogEvent | undefined;
  for (const line of lines) {
    if (found.length === limit) break;
    last = line;
    if (takes(line.text)) found.push(line);
  }
  const more = last !== undefined && (lines.length === searchedLines || last !== lines.at(-1));
  return { events: found.map(describe), searchedLogStreams: [], nextToken: more ? tokenOf(last?.id ?? 0) : undefined };
};

function describe({ id, at, logStreamName, text }: LogEvent) {
  return { logStreamName, timestamp: at, message: `${text}\n`, ingestionTime: at, eventId: String(id).padStart(56, "0") };
}
