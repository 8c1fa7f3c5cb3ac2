import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import type { Role } from "../../policy/read-policies.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

/** How long one sign-up may hold an instance of a function, in seconds: the trigger's whole budget, and as much for the rest. */
const heldSeconds: Readonly<Partial<Record<Role, number>>> = { trigger: 3.5, "sign-in": 3.5, worker: 3.5 };

/** Whether Lambda's concurrency bears the rate of sign-ups that was asked for. */
export async function quotas({
  clients: { lambda },
  deployed: { functions },
  signUpsPerSecond: rate,
}: Examined): Promise<Checked> {
  if (rate === undefined) return {};
  const findings: Finding[] = [];
  let shared = 0;
  for (const [role, seconds] of Object.entries(heldSeconds) as [Role, number][]) {
    const FunctionName = functions[role]?.FunctionName;
    if (FunctionName === undefined) continue;
    const needed = Math.ceil(rate * seconds);
    const { ReservedConcurrentExecutions: reserved } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    if (reserved === undefined) shared += needed;
    else if (reserved < needed)
      findings.push({
        id: "concurrency-small",
        what: `${FunctionName} has ${reserved} reserved concurrent executions; ${rate} sign-ups a second can hold ${needed} (${seconds} s each).`,
        why:
          role === "worker"
            ? "Executions start late."
            : "Lambda throttles the function: Cognito shows users an error, and the sweep has to find them.",
        fix: `aws lambda put-function-concurrency --function-name ${FunctionName} --reserved-concurrent-executions ${needed}`,
      });
  }
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  const free = AccountLimit?.UnreservedConcurrentExecutions;
  if (free !== undefined && free < shared)
    findings.push({
      id: "concurrency-small",
      what: `The account has ${free} concurrent executions that are not reserved; ${rate} sign-ups a second can hold ${shared}.`,
      why: "Lambda throttles the functions: Cognito shows users an error, and the sweep has to find them.",
      fix: `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${shared + (AccountLimit?.ConcurrentExecutions ?? 0) - free}`,
    });
  return { findings };
}
