import { variable } from "../deployed.ts";
import type { Examined } from "../examine.ts";
import type { Checked } from "../finding.ts";

/** Whether the worker, which runs every step, has the variables that the steps read. */
export function environment({ definition, deployed }: Examined): Checked {
  const { worker } = deployed.functions;
  const missing = worker ? definition.resources.environment.filter((name) => variable(worker, name) === undefined) : [];
  if (missing.length === 0) return {};
  return {
    findings: [
      {
        id: "environment-missing",
        what: `${worker?.FunctionName} has no variable ${missing.join(", ")} in its environment.`,
        why: "The steps that read it give up, and their users are parked.",
        fix: `new Onboarding(this, "Onboarding", { environment: { ${missing.map((name) => `${name}: "…"`).join(", ")} } })`,
      },
    ],
  };
}
