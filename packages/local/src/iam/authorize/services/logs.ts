import { type AskedBy, arn } from "./asked.ts";

/** Log groups and streams; IAM writes a group with the streams that it has none of: `log-group:NAME:log-stream:`. */
export const logs: AskedBy = (operation, input, surroundings) => {
  const { logGroupName, logGroupIdentifier, logGroupNamePrefix, logStreamName, resourceArn } = input;
  const action = `logs:${operation}`;
  if (resourceArn !== undefined) return [{ action, resource: resourceArn }];
  const group = (logGroupName ?? logGroupIdentifier ?? logGroupNamePrefix)?.replace(/^arn:.*?:log-group:|:\*$/g, "");
  if (group === undefined) return undefined;
  const isOfStream = /^(PutLogEvents|DeleteLogStream|GetLogEvents)$/.test(operation);
  return [{ action, resource: arn(surroundings, "logs", `log-group:${group}:log-stream:${isOfStream ? logStreamName : ""}`) }];
};
