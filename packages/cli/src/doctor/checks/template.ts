import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { roles } from "../../policy/read-policies.ts";
import { type AnyStatement, compareStatements } from "../compare-statements.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";
import { functionOf, type TemplateFunction } from "../template.ts";

const deploy = 'npx aws-cdk@2 deploy --app "node stack.ts"';

/** Whether a synthesized template is of this file, and what is deployed is of the template. */
export function template({ template: given, definition, deployed: { functions } }: Examined): Checked {
  if (!given) return {};
  const findings: Finding[] = [];
  for (const role of roles) {
    const wanted = functionOf(given, role);
    if (!wanted || !definition.roles.includes(role)) continue;
    const { missing, superfluous } = compareStatements(
      definition.permissions(role, {}) as AnyStatement[],
      wanted.statements.filter(({ Sid }) => Sid !== "DeadLetters"),
    );
    const differing = [...missing, ...superfluous].map(({ Sid }) => `'${Sid}'`);
    if (differing.length > 0)
      findings.push({
        id: "template-outdated",
        what: `The template's policy of the ${role} is not that of the file: ${[...new Set(differing)].join(", ")}.`,
        why: "A deployment of it gives the functions other permissions than their steps need.",
        fix: 'npx aws-cdk@2 synth --app "node stack.ts"',
      });
    const configuration = functions[role];
    const drift = configuration ? differences(wanted, configuration) : [];
    if (drift.length > 0)
      findings.push({
        id: "template-drift",
        what: `${configuration?.FunctionName} is not as the template has the ${role}: ${drift.join("; ")}.`,
        why: "It was changed by hand, or the template was not deployed: the next deployment changes it back.",
        fix: deploy,
      });
  }
  return { findings };
}

function differences({ properties }: TemplateFunction, configuration: FunctionConfiguration): string[] {
  const pairs: [string, unknown, unknown][] = [
    ["Runtime", properties.Runtime, configuration.Runtime],
    ["MemorySize", properties.MemorySize, configuration.MemorySize],
    ["Timeout", properties.Timeout, configuration.Timeout],
    ["DurableConfig", durableOf(properties.DurableConfig), durableOf(configuration.DurableConfig)],
    ["Environment", namesOf(properties.Environment), namesOf(configuration.Environment)],
  ];
  return pairs
    .filter(([, wanted, there]) => wanted !== there)
    .map(([name, wanted, there]) => `${name} is ${there ?? "absent"} and should be ${wanted ?? "absent"}`);
}

function durableOf(config: unknown): string | undefined {
  const { ExecutionTimeout, RetentionPeriodInDays } = (config ?? {}) as Record<string, unknown>;
  return config === undefined ? undefined : `${ExecutionTimeout} s, ${RetentionPeriodInDays} days`;
}

/** The names of variables: their values are made at the deployment. */
function namesOf(environment: unknown): string | undefined {
  const names = Object.keys((environment as { Variables?: object } | undefined)?.Variables ?? {});
  return names.length === 0 ? undefined : names.sort().join(" ");
}
