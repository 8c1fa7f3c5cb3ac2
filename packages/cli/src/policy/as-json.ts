import type { Statement } from "./read-policies.ts";

/** A policy document, as IAM takes it once nothing in it is open. */
export function policyDocument(statements: readonly Statement[]): { Version: string; Statement: readonly Statement[] } {
  return { Version: "2012-10-17", Statement: statements };
}
