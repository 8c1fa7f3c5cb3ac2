import type {
  EvaluationResult,
  PolicySourceType,
  SimulateCustomPolicyRequest,
  SimulatePolicyResponse,
} from "@aws-sdk/client-iam";
import { type AccessRequest, applying, type Decision, evaluate, type Principal } from "./evaluate/evaluate.ts";
import { type PolicyDocument, parsePolicy } from "./evaluate/policy-document.ts";
import type { Iam } from "./iam.ts";
import { following, page } from "./paging.ts";
import { sessionArn } from "./sessions.ts";

// What the simulator says of the policies of a request, though it is not among the values that the API lists.
const sourcePolicyType = "IAM Policy" as string as PolicySourceType;

type Simulation = Omit<SimulateCustomPolicyRequest, "PolicyInputList" | "CallerArn">;

/** Asks the evaluator for every action on every resource, as the policy simulator does. */
export function simulate(
  iam: Iam,
  request: Simulation,
  { identity, callerArn }: { identity: readonly string[]; callerArn: string | undefined },
): SimulatePolicyResponse {
  const documents = identity.map((text) => parsePolicy(text, "session"));
  const boundary = request.PermissionsBoundaryPolicyInputList?.[0];
  const policies = {
    identity: documents,
    boundary: boundary === undefined ? undefined : parsePolicy(boundary, "boundary"),
    resource: request.ResourcePolicy === undefined ? undefined : parsePolicy(request.ResourcePolicy, "resource"),
  };
  const context = new Map(
    request.ContextEntries?.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [
      ContextKeyName.toLowerCase(),
      ContextKeyValues,
    ]),
  );
  const principal = principalOf(iam, callerArn);
  const missing = keysOf(documents).filter((key) => !context.has(key.toLowerCase()));
  const results = (request.ActionNames ?? []).flatMap((action) =>
    (request.ResourceArns ?? ["*"]).map((resource): EvaluationResult => {
      const asked = { principal, action, resource, context };
      const decision = evaluate(asked, policies);
      return {
        EvalActionName: action,
        EvalResourceName: resource,
        EvalDecision: wording(decision),
        MatchedStatements: matched(documents, asked, decision),
        MissingContextValues: missing,
        ...(policies.boundary && {
          PermissionsBoundaryDecisionDetail: {
            AllowedByPermissionsBoundary: applying("Allow", policies.boundary, asked) !== undefined,
          },
        }),
      };
    }),
  );
  const numbered = results.map((result, index) => ({ result, key: String(index).padStart(6, "0") }));
  const { items, ...rest } = page(
    request,
    following(numbered, ({ key }) => key),
    ({ key }) => key,
  );
  return { EvaluationResults: items.map(({ result }) => result), ...rest };
}

function principalOf({ accountId }: Iam, arn = `arn:aws:iam::${accountId}:root`): Principal {
  if (!arn.includes(":role/")) return { arn, accountId, kind: "developer" };
  return { arn: sessionArn(arn, "simulation"), roleArn: arn, accountId, kind: "assumed-role" };
}

function wording({ allowed, reason }: Decision): "allowed" | "explicitDeny" | "implicitDeny" {
  if (allowed) return "allowed";
  return reason === "explicit-deny" ? "explicitDeny" : "implicitDeny";
}

/** Which of the given policies decide, by their place in the list. */
function matched(documents: readonly PolicyDocument[], asked: AccessRequest, { allowed, reason }: Decision) {
  if (!allowed && reason !== "explicit-deny") return [];
  return documents.flatMap((document, index) =>
    applying(allowed ? "Allow" : "Deny", document, asked)
      ? [{ SourcePolicyId: `PolicyInputList.${index + 1}`, SourcePolicyType: sourcePolicyType }]
      : [],
  );
}

/** The condition keys that policies ask for. */
function keysOf(documents: readonly PolicyDocument[]): string[] {
  const conditions = documents.flatMap(({ Statement }) => Statement.flatMap(({ Condition = {} }) => Object.values(Condition)));
  return [...new Set(conditions.flatMap((keys) => Object.keys(keys)))];
}
