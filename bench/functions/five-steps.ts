import { withDurableExecution } from "@aws/durable-execution-sdk-js";

/** Five durable steps that do nothing: what is left is the cost of being durable. */
export const handler = withDurableExecution(async (_event, context) => {
  for (const name of ["one", "two", "three", "four", "five"]) await context.step(name, async () => name);
  return "done";
});
