import type { ListExecutionsInput, ListExecutionsOutput } from "@aws-sdk/client-sfn";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { StatesOperation } from "../states.ts";

const mostListed = 1000;

/** The newest first. */
export const listExecutions: StatesOperation<ListExecutionsInput, ListExecutionsOutput> = ({ machines, executions }, request) => {
  const { stateMachineArn = "", statusFilter, maxResults = 0, nextToken } = request;
  const { arn } = machines.at(stateMachineArn);
  if (nextToken !== undefined && !/^\d{1,15}$/.test(nextToken)) throw new AwsError("InvalidToken", "Invalid Token");
  // 0 asks for the default of 100.
  const limit = Math.min(maxResults || 100, mostListed);
  const found = executions.list(arn, {
    limit: limit + 1,
    ...(statusFilter !== undefined && { status: statusFilter }),
    ...(nextToken !== undefined && { before: Number(nextToken) }),
  });
  const page = found.slice(0, limit);
  return {
    executions: page.map(({ arn: executionArn, machineArn, name, status, startedAt, stoppedAt }) => ({
      executionArn,
      stateMachineArn: machineArn,
      name,
      status,
      startDate: new Date(startedAt),
      ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
    })),
    ...(found.length > limit && { nextToken: String(page.at(-1)?.id) }),
  };
};
