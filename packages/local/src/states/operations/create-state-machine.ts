import type { CreateStateMachineInput, CreateStateMachineOutput } from "@aws-sdk/client-sfn";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkName } from "../state-machines.ts";
import type { StatesOperation } from "../states.ts";
import { isJson } from "./json-text.ts";

/** A state machine that is there with the same definition and role is the answer. */
export const createStateMachine: StatesOperation<CreateStateMachineInput, CreateStateMachineOutput> = ({ machines }, request) => {
  const { name = "", definition = "", roleArn = "", type = "STANDARD" } = request;
  checkName(name);
  if (!isJson(definition)) {
    throw new AwsError("InvalidDefinition", "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION'");
  }
  if (type !== "STANDARD") throw new AwsError("StateMachineTypeNotSupported", "Only STANDARD state machines are here.");
  const there = machines.find(name);
  if (there && (there.definition !== definition || there.roleArn !== roleArn)) {
    throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${there.arn}'`);
  }
  const { arn, createdAt } = there ?? machines.create({ name, definition, roleArn });
  return { stateMachineArn: arn, creationDate: new Date(createdAt) };
};
