import { type AskedBy, arn } from "./asked.ts";
import { passedRoles } from "./passed-role.ts";

/** State machines and their executions. */
export const states: AskedBy = (operation, input, surroundings) => {
  const { stateMachineArn, executionArn, activityArn, resourceArn, name } = input;
  const made = operation === "CreateStateMachine" ? arn(surroundings, "states", `stateMachine:${name}`) : undefined;
  const resource = made ?? stateMachineArn ?? executionArn ?? activityArn ?? resourceArn;
  if (resource === undefined) return undefined;
  return [{ action: `states:${operation}`, resource }, ...passedRoles("states.amazonaws.com", [input.roleArn])];
};
