import { createHash } from "node:crypto";

/**
 * The name of a resource that the template does not name: like CloudFormation's, but the same at each start.
 * @param stack its name, with those of the stacks around it
 */
export function physicalName(stack: string, logicalId: string): string {
  const digest = createHash("sha256").update(`${stack}/${logicalId}`).digest("hex").slice(0, 12).toUpperCase();
  // 64 characters, as many as a function, a role and a rule may have.
  return `${stack.replace(/[^A-Za-z0-9-]/g, "-").slice(0, 24)}-${logicalId.slice(0, 24)}-${digest}`;
}
