import type { DescribeExecutionInput, DescribeExecutionOutput } from "@aws-sdk/client-sfn";
import type { StatesOperation } from "../states.ts";

export const describeExecution: StatesOperation<DescribeExecutionInput, DescribeExecutionOutput> = ({ executions }, request) => {
  const { arn, machineArn, name, status, startedAt, stoppedAt, input, error, cause } = executions.get(
    request.executionArn as string,
  );
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: new Date(startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
    input,
    inputDetails: { included: true },
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount: 0,
    redriveStatus: "NOT_REDRIVABLE",
  };
};
