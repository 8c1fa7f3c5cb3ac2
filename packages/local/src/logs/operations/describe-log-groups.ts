import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from "@aws-sdk/client-cloudwatch-logs";
import { logGroupArn, logGroupName } from "../log-group.ts";
import type { LogsOperation } from "../logs.ts";
import { pageByName } from "../pages.ts";

export const describeLogGroups: LogsOperation<DescribeLogGroupsRequest, DescribeLogGroupsResponse> = (logs, request) => {
  const { logGroupNamePrefix = "", logGroupNamePattern = "", limit, nextToken } = request;
  const named = logs.logEvents.functions().map((known) => ({ ...known, name: logGroupName(known.functionName) }));
  const wanted = named.filter(({ name }) => name.startsWith(logGroupNamePrefix) && name.includes(logGroupNamePattern));
  const { items, next } = pageByName(wanted, limit, nextToken);
  return {
    logGroups: items.map(({ functionName, name, firstAt }) => ({
      logGroupName: name,
      creationTime: firstAt,
      metricFilterCount: 0,
      arn: `${logGroupArn(logs, functionName)}:*`,
      logGroupArn: logGroupArn(logs, functionName),
      logGroupClass: "STANDARD",
      storedBytes: 0,
    })),
    nextToken: next,
  };
};
