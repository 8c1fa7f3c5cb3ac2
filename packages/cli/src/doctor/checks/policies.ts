import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { functionPlaceholders } from "../../policy/placeholders.ts";
import { type Role, roles } from "../../policy/read-policies.ts";
import { type AnyStatement, compareStatements } from "../compare-statements.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";
import { quoted } from "../pool-update.ts";
import { statementsOfRole } from "../role-policies.ts";

/** Whether the role of each function may do what the file says, and nothing else. */
export async function policies(examined: Examined): Promise<Checked> {
  const found = await Promise.all(
    roles.map((role) => {
      const configuration = examined.deployed.functions[role];
      return configuration && examined.definition.roles.includes(role) ? drift(examined, role, configuration) : [];
    }),
  );
  return { findings: found.flat() };
}

async function drift(
  { clients, definition, deployed: { place } }: Examined,
  role: Role,
  { FunctionName = "", Role: arn = "", DeadLetterConfig }: FunctionConfiguration,
): Promise<Finding[]> {
  const roleName = arn.split("/").at(-1) ?? "";
  const wanted = definition.permissions(role, place as Record<string, string>) as AnyStatement[];
  // Lambda puts dead letters into the queue as the function's role.
  const deadLetters: AnyStatement[] = DeadLetterConfig?.TargetArn
    ? [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: DeadLetterConfig.TargetArn }]
    : [];
  const there = await statementsOfRole(clients, roleName);
  const { missing } = compareStatements(wanted, there);
  const { superfluous } = compareStatements([...wanted, ...deadLetters], there);
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push({
      id: "policy-missing",
      what: `The role ${roleName} of ${FunctionName} lacks ${missing.map(named).join(", ")}.`,
      why: "The steps that these statements are named after fail with AccessDenied, and their users are parked.",
      fix: `aws iam put-role-policy --role-name ${roleName} --policy-name foyer-missing --policy-document ${quoted(document(missing))}`,
    });
  for (const policy of new Set(superfluous.map((each) => (each as { policy?: string }).policy ?? ""))) {
    const inPolicy = superfluous.filter((each) => (each as { policy?: string }).policy === policy);
    findings.push({
      id: "policy-superfluous",
      what: `The policy ${policy} of the role ${roleName} says what ${FunctionName} does not need: ${inPolicy.map(named).join(", ")}.`,
      why: "Whoever gets code into the function may do more than the onboarding needs; a Deny there can stop it.",
      fix: `Take it out of ${policy}. What the role needs: foyer policy --role ${role} ${whereOf(place)}`,
    });
  }
  return findings;
}

/** A statement by its Sid, or by what it allows. */
function named({ Sid, Effect = "Allow", Action = [], Resource = [] }: AnyStatement): string {
  const says = `${Effect === "Deny" ? "Deny " : ""}${[Action].flat().join(", ") || "NotAction"} on ${[Resource].flat().join(", ") || "NotResource"}`;
  return Sid ? `'${Sid}' (${says})` : `(${says})`;
}

function document(statements: readonly AnyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function whereOf(place: Examined["deployed"]["place"]): string {
  const names = roles.flatMap((role) => {
    const name = place[functionPlaceholders[role]];
    return name === undefined ? [] : [`--function ${role}=${name}`];
  });
  return `--user-pool ${place.UserPoolId} --account ${place["AWS::AccountId"]} --table ${place.LedgerTable} --alias ${place.WorkerAlias} ${names.join(" ")}`;
}
