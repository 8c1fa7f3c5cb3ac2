import { randomUUID } from "node:crypto";
import type { StartExecutionInput, StartExecutionOutput } from "@aws-sdk/client-sfn";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkName } from "../state-machines.ts";
import type { StatesOperation } from "../states.ts";
import { isJson } from "./json-text.ts";

export const startExecution: StatesOperation<StartExecutionInput, StartExecutionOutput> = ({ machines, executions }, request) => {
  const { name = randomUUID(), input = "{}" } = request;
  checkName(name);
  const machine = machines.at(request.stateMachineArn as string);
  if (!isJson(input) || Buffer.byteLength(input) > 262_144) {
    throw new AwsError("InvalidExecutionInput", "Invalid State Machine Execution Input: it must be JSON of at most 262144 bytes");
  }
  const { arn, startedAt } = executions.start(machine, name, input);
  return { executionArn: arn, startDate: new Date(startedAt) };
};
