import { AwsError } from "../endpoint/aws-error.ts";
import type { Logs } from "./logs.ts";

const prefix = "/aws/lambda/";

/** How a request names a log group. */
export interface LogGroupName {
  logGroupName?: string | undefined;
  /** A name or an ARN. */
  logGroupIdentifier?: string | undefined;
}

export function logGroupName(functionName: string): string {
  return prefix + functionName;
}

/** The function whose log group a request names. @throws InvalidParameterException, ResourceNotFoundException */
export function functionOf({ logEvents }: Logs, { logGroupName, logGroupIdentifier }: LogGroupName): string {
  const name = logGroupName ?? /:log-group:([^:]+)/.exec(logGroupIdentifier ?? "")?.[1] ?? logGroupIdentifier;
  if (name === undefined) {
    throw new AwsError("InvalidParameterException", "Either logGroupName or logGroupIdentifier must be given.");
  }
  const functionName = name.slice(prefix.length);
  if (!name.startsWith(prefix) || !logEvents.functions().some((known) => known.functionName === functionName)) {
    throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
  }
  return functionName;
}

/** The ARN of a log group, without the `:*` at the end that only some of AWS's answers have. */
export function logGroupArn({ region, accountId }: Logs, functionName: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName(functionName)}`;
}
