import type { AccessRequest } from "./access-request.ts";
import { resourceMatches } from "./arns.ts";
import { conditionsHold } from "./conditions.ts";
import { listOf, type OneOrMore, type Statement } from "./policy-document.ts";
import { resolve } from "./variables.ts";
import { like } from "./wildcards.ts";

/** True if a statement speaks of the request: its action, its resource, under its conditions. Of its principal, see `principals.ts`. */
export function statementApplies(statement: Statement, version: string | undefined, request: AccessRequest): boolean {
  return (
    coversAction(statement, request) && coversResource(statement, version, request) && conditionsHold(statement, version, request)
  );
}

function coversAction({ Action, NotAction }: Statement, { action }: AccessRequest): boolean {
  const asked = action.toLowerCase();
  const names = (patterns: OneOrMore<string>) => listOf(patterns).some((pattern) => like(pattern.toLowerCase(), asked));
  return Action === undefined ? NotAction !== undefined && !names(NotAction) : names(Action);
}

function coversResource({ Resource, NotResource }: Statement, version: string | undefined, request: AccessRequest): boolean {
  const written = Resource ?? NotResource;
  if (written === undefined) return true;
  const patterns = listOf(written).map((pattern) => resolve(pattern, version, request));
  // What cannot be resolved names no resource, and does not make everything another resource either.
  if (Resource === undefined && patterns.includes(undefined)) return false;
  const isNamed = patterns.some((pattern) => pattern !== undefined && resourceMatches(pattern, request.resource));
  return isNamed === (Resource !== undefined);
}
