import type { Functions } from "../../lambda/functions.ts";
import type { PolicyDocument } from "../evaluate/policy-document.ts";
import { parsedPolicy } from "../parsed-policies.ts";

/** The policy of a function, version or alias, which decides on its invocation beside the caller's own. */
export function functionPolicy(functions: Functions, resource: string, action: string): PolicyDocument | undefined {
  if (!action.startsWith("lambda:Invoke") || !/:function:[^:]+(?::[^:/]+)?$/.test(resource)) return undefined;
  const policy = functions.permissions.policy(functions.reference(resource, undefined));
  return policy && parsedPolicy(policy.policy);
}
