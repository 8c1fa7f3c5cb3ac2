import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { functionOf, logGroupArn } from "../log-group.ts";
import type { LogsOperation } from "../logs.ts";
import { pageByName } from "../pages.ts";

export const describeLogStreams: LogsOperation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> = (logs, request) => {
  const { logStreamNamePrefix = "", orderBy, descending, limit, nextToken } = request;
  const functionName = functionOf(logs, request);
  const streams = logs.logEvents
    .streams(functionName)
    .filter(({ logStreamName }) => logStreamName.startsWith(logStreamNamePrefix))
    // By time they are numbered, since a page begins after a name.
    .sort((a, b) => (orderBy === "LastEventTime" ? a.lastAt - b.lastAt : 0))
    .map((stream, index) => ({
      ...stream,
      name: orderBy === "LastEventTime" ? String(index).padStart(9, "0") : stream.logStreamName,
    }));
  const { items, next } = pageByName(streams, limit, nextToken, descending);
  return {
    logStreams: items.map(({ logStreamName, firstAt, lastAt }) => ({
      logStreamName,
      creationTime: firstAt,
      firstEventTimestamp: firstAt,
      lastEventTimestamp: lastAt,
      lastIngestionTime: lastAt,
      arn: `${logGroupArn(logs, functionName)}:log-stream:${logStreamName}`,
      storedBytes: 0,
    })),
    nextToken: next,
  };
};
