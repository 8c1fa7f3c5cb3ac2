import { type AskedBy, arn } from "./asked.ts";

/** State machines and their executions. */
export const states: AskedBy = (operation, input, surroundings) => {
  const { stateMachineArn, executionArn, activityArn, resourceArn, name } = input;
  const made = operation === "CreateStateMachine" ? arn(surroundings, "states", `stateMachine:${name}`) : undefined;
  const resource = made ?? stateMachineArn ?? executionArn ?? activityArn ?? resourceArn;
  return resource === undefined ? undefined : [{ action: `states:${operation}`, resource }];
};
