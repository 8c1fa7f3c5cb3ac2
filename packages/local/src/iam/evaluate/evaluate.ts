import type { AccessRequest } from "./access-request.ts";
import type { PolicyDocument, Statement } from "./policy-document.ts";
import { isSpared, type Naming, naming } from "./principals.ts";
import { statementApplies } from "./statement-applies.ts";

export type { AccessRequest, Principal } from "./access-request.ts";

/** Every policy that bears on a request. */
export interface AppliedPolicies {
  /** Inline and attached ones of the caller's role. */
  identity: readonly PolicyDocument[];
  /** The one of the resource that is asked for. */
  resource?: PolicyDocument | undefined;
  /** The one that the session was made with. */
  session?: PolicyDocument | undefined;
  /** The permissions boundary of the role. */
  boundary?: PolicyDocument | undefined;
}

export interface Decision {
  allowed: boolean;
  /** `explicit-deny`, or what the first kind of policy that had to allow it did not. */
  reason: "allowed" | "explicit-deny" | "no-identity-policy" | "no-resource-policy" | "no-session-policy" | "no-boundary";
  /** The policy that allows or denies, with the `Sid` of its statement. */
  by?: { policy: keyof AppliedPolicies; sid?: string };
}

/**
 * Decides on a request in the order that AWS publishes, within one account: an explicit deny anywhere wins; then an identity or a
 * resource policy has to allow it; then boundary and session policy, where there are any, must allow it too.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluate(request: AccessRequest, policies: AppliedPolicies): Decision {
  const { identity, resource, session, boundary } = policies;
  const find = (effect: Statement["Effect"], documents: readonly (PolicyDocument | undefined)[]) =>
    findStatement(effect, documents, request);

  const kinds = { identity, resource: [resource], session: [session], boundary: [boundary] };
  for (const [kind, documents] of Object.entries(kinds)) {
    const denial = find("Deny", documents);
    if (denial) return decision("explicit-deny", kind as keyof AppliedPolicies, denial);
  }

  const grants = allowedBy(resource, request);
  if (grants.direct) return decision("allowed", "resource", grants.direct);
  const permission = find("Allow", identity) ?? grants.role;
  if (!permission) return { allowed: false, reason: hasRole(request) ? "no-identity-policy" : "no-resource-policy" };

  if (boundary && !find("Allow", [boundary])) return { allowed: false, reason: "no-boundary" };
  if (session && !find("Allow", [session])) return { allowed: false, reason: "no-session-policy" };
  return decision("allowed", permission === grants.role ? "resource" : "identity", permission);
}

/** Only a developer and a role have identity policies; whoever else asks depends on the resource's. */
function hasRole({ principal }: AccessRequest): boolean {
  return principal.kind === "assumed-role" || principal.kind === "developer";
}

function decision(reason: "allowed" | "explicit-deny", policy: keyof AppliedPolicies, { Sid }: Statement): Decision {
  return { allowed: reason === "allowed", reason, by: { policy, ...(Sid !== undefined && { sid: Sid }) } };
}

function findStatement(
  effect: Statement["Effect"],
  documents: readonly (PolicyDocument | undefined)[],
  request: AccessRequest,
): Statement | undefined {
  for (const document of documents) {
    const found = document && applying(effect, document, request);
    if (found) return found;
  }
  return undefined;
}

/** The first statement of a policy that has this effect on the request. */
export function applying(effect: Statement["Effect"], document: PolicyDocument, request: AccessRequest): Statement | undefined {
  return document.Statement.find(
    (statement) =>
      statement.Effect === effect && concerns(statement, request) && statementApplies(statement, document.Version, request),
  );
}

/** True if a role's trust policy lets the caller do what is asked, be it by way of the caller's account. */
export function trusts(policy: PolicyDocument, request: AccessRequest): boolean {
  return !applying("Deny", policy, request) && applying("Allow", policy, request) !== undefined;
}

/** True unless a statement names principals and the caller is none of them. */
function concerns({ Principal, NotPrincipal }: Statement, { principal }: AccessRequest): boolean {
  if (Principal !== undefined) return naming(Principal, principal) !== undefined;
  return NotPrincipal === undefined || !isSpared(NotPrincipal, principal);
}

/** The statements of a resource policy that allow the request, by how they name the caller. */
function allowedBy(document: PolicyDocument | undefined, request: AccessRequest): Partial<Record<Naming, Statement>> {
  const grants: Partial<Record<Naming, Statement>> = {};
  for (const statement of document?.Statement ?? []) {
    if (statement.Effect !== "Allow" || !statementApplies(statement, document?.Version, request)) continue;
    const { Principal, NotPrincipal } = statement;
    const named = Principal
      ? naming(Principal, request.principal)
      : NotPrincipal && !isSpared(NotPrincipal, request.principal) && "direct";
    if (named) grants[named] ??= statement;
  }
  return grants;
}
