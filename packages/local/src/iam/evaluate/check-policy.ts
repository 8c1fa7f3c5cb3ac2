import { isOperator } from "./conditions.ts";
import {
  listOf,
  type OneOrMore,
  type PolicyDocument,
  type PolicyKind,
  type PrincipalElement,
  type Statement,
} from "./policy-document.ts";
import { hasPolicySyntax } from "./policy-syntax.ts";

/** Says what is wrong with a statement, in AWS's words. */
type Check = (statement: Statement, kind: PolicyKind) => string | undefined;

/** What AWS says is wrong with a policy, the first of it; undefined if nothing is. */
export function checkPolicy(document: unknown, kind: PolicyKind): string | undefined {
  if (!hasPolicySyntax(document)) return "Syntax errors in policy.";
  const policy = { ...document, Statement: [document.Statement].flat() };
  if (kind === "identity" && policy.Version !== "2012-10-17") return "Policy document must be version 2012-10-17 or greater.";
  for (const check of [checkOperators, checkPrincipalElement, checkActions, checkResources]) {
    for (const statement of policy.Statement) {
      const fault = check(statement, kind);
      if (fault !== undefined) return fault;
    }
  }
  return checkSids(policy);
}

const checkOperators: Check = ({ Condition = {} }) => {
  const unknown = Object.keys(Condition).find((name) => !isOperator(name));
  return unknown === undefined ? undefined : `Invalid Condition type : ${unknown}.`;
};

const checkPrincipalElement: Check = ({ Principal, NotPrincipal }, kind) => {
  const element = Principal ?? NotPrincipal;
  if (kind !== "resource" && kind !== "trust") {
    return element === undefined ? undefined : "Policy document should not specify a principal.";
  }
  if (kind === "trust" && NotPrincipal !== undefined) return "Has prohibited field NotPrincipal";
  return element === undefined ? "Missing required field Principal" : invalidPrincipal(element);
};

/** No wildcard stands for a part of a principal. */
function invalidPrincipal(element: PrincipalElement): string | undefined {
  if (element === "*") return undefined;
  const isValid: Record<string, (name: string) => boolean> = {
    AWS: (name) => /^(\*|\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:[^*?]+|A[A-Z0-9]{20})$/.test(name),
    Service: (name) => /^[\w.-]+\.amazon(aws)?\.com(\.cn)?$/.test(name),
    Federated: (name) => /^[^*?\s]+$/.test(name),
    CanonicalUser: (name) => /^[0-9a-f]{64}$/.test(name),
  };
  for (const [type, names] of Object.entries(element)) {
    const invalid = listOf(names).find((name) => !isValid[type]?.(name));
    if (invalid !== undefined) return `Invalid principal in policy: "${type}":"${invalid}"`;
  }
  return undefined;
}

const checkActions: Check = ({ Action, NotAction }, kind) => {
  const actions = listOf(Action ?? NotAction ?? []);
  if (actions.length === 0) return "Policy statement must contain actions.";
  const fault = actions.map(actionFault).find((found) => found !== undefined);
  if (fault !== undefined || kind !== "trust") return fault;
  const isOfSts = actions.every((action) => action.toLowerCase().startsWith("sts:"));
  return isOfSts ? undefined : "AssumeRole policy may only specify STS AssumeRole actions.";
};

function actionFault(action: string): string | undefined {
  const [vendor = "", ...names] = action.split(":");
  if (action === "*") return undefined;
  if (names.length === 0) return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  if (names.length > 1) return "Actions/Condition can contain only one colon.";
  return /^(\*|[\w.-]+)$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`;
}

const checkResources: Check = ({ Resource, NotResource }, kind) => {
  const element = Resource ?? NotResource;
  if (kind === "trust") return element === undefined ? undefined : "Has prohibited field Resource";
  const resources = listOf(element ?? ([] as OneOrMore<string>));
  if (resources.length === 0) return "Policy statement must contain resources.";
  return resources.map(resourceFault).find((fault) => fault !== undefined);
};

function resourceFault(resource: string): string | undefined {
  if (resource === "*") return undefined;
  const [arn, partition = "", vendor = ""] = resource.split(":");
  if (arn !== "arn" || partition === "") return `Resource ${resource} must be in ARN format or "*".`;
  if (!/^(\*|aws[\w-]*)$/.test(partition)) return `Partition "${partition}" is not valid for resource "${resource}".`;
  if (!/^[\w-]+$/.test(vendor)) return "Resource vendor must be fully qualified and cannot contain regexes.";
  return undefined;
}

function checkSids({ Statement }: PolicyDocument): string | undefined {
  const sids = Statement.flatMap(({ Sid }) => (Sid ? [Sid] : []));
  return new Set(sids).size === sids.length ? undefined : "Statement IDs (SID) in a single policy must be unique.";
}
