import { type AskedBy, arn, type Surroundings } from "./asked.ts";
import { passedRoles } from "./passed-role.ts";

// What Lambda calls by another name than its operation.
const actions: Record<string, string> = { Invoke: "InvokeFunction", InvokeWithResponseStream: "InvokeFunction" };
// What is about the function whatever the qualifier says.
const unqualified = new Set(["CreateFunction", "ListVersionsByFunction", "ListAliases", "ListDurableExecutionsByFunction"]);

/** Functions, by the version or alias that is named; durable executions, by their own ARN. */
export const lambda: AskedBy = (operation, input, surroundings) => {
  const { CallbackId, DurableExecutionArn, FunctionName, Qualifier, Resource, Role } = input;
  const action = `lambda:${actions[operation] ?? operation}`;
  if (DurableExecutionArn !== undefined) return [{ action, resource: DurableExecutionArn }];
  if (FunctionName !== undefined) {
    const qualifier = unqualified.has(operation) || operation.endsWith("Alias") ? undefined : Qualifier;
    return [
      { action, resource: functionArnOf(FunctionName, qualifier, surroundings) },
      ...passedRoles("lambda.amazonaws.com", [Role]),
    ];
  }
  if (Resource !== undefined) return [{ action, resource: Resource }];
  if (CallbackId !== undefined)
    return [{ action, resource: surroundings.executionOf(CallbackId) ?? arn(surroundings, "lambda", "function:unknown") }];
  return undefined;
};

/** The ARN of what is named, in whichever way Lambda takes; what it does not take is refused by the operation. */
function functionArnOf(name: string, qualifier: string | undefined, surroundings: Surroundings): string {
  try {
    return surroundings.functionArn(name, qualifier);
  } catch {
    return name.startsWith("arn:") ? name : arn(surroundings, "lambda", `function:${name}`);
  }
}
