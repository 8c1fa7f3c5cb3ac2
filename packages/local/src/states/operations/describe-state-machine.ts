import type { DescribeStateMachineInput, DescribeStateMachineOutput } from "@aws-sdk/client-sfn";
import type { StatesOperation } from "../states.ts";

export const describeStateMachine: StatesOperation<DescribeStateMachineInput, DescribeStateMachineOutput> = (
  { machines },
  request,
) => {
  const { arn, name, definition, roleArn, createdAt } = machines.at(request.stateMachineArn as string);
  const type = { status: "ACTIVE", type: "STANDARD" } as const;
  return { stateMachineArn: arn, name, ...type, definition, roleArn, creationDate: new Date(createdAt) };
};
