import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { examine } from "../doctor/examine.ts";
import { reportText } from "../doctor/print-findings.ts";
import { readTemplate } from "../doctor/template.ts";
import { CommandError, UsageError } from "../errors.ts";
import { deploymentOf, deploymentOptions, workerOption } from "../ledger/deployment.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import { type Role, roles } from "../policy/read-policies.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  template: { type: "string", value: "FILE", help: "compare with a synthesized template too" },
  "sign-ups-per-second": { type: "string", value: "N", help: "whether quotas bear that rate" },
  "in-flight": { type: "boolean", help: "what a deployment of the file does to users under way; reads the whole ledger" },
  function: { type: "string", multiple: true, value: "ROLE=NAME", help: "the function of a role, where it is not found" },
  ignore: { type: "string", multiple: true, value: "ID", help: "leave a finding out, such as table-unrecoverable" },
  ...jsonOption,
  ...deploymentOptions,
  ...workerOption,
} as const satisfies Options;

export const description = `Compares an onboarding file (default onboarding.ts) with what is deployed: triggers, permissions, policies, runtimes, tables, groups,
senders, app clients and, with --sign-ups-per-second, quotas. Each finding says what happens if it stays, and how to repair it.
Nothing is changed. Works on the local AWS and, with --user-pool, on a real account. Ends with 1 if there is a finding, or
something could not be looked at.`;

export const examples: [string, string][] = [
  ["foyer doctor --user-pool eu-west-1_AbCdEfGhI", "a pool in your account"],
  ["foyer doctor --user-pool eu-west-1_AbCdEfGhI --template cdk.out/Users.template.json --json", "in CI, before a deployment"],
  ["foyer doctor --sign-ups-per-second 20", "the local AWS, and its quotas"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[file]"]);
  const [file = "onboarding.ts"] = positionals;
  const signUpsPerSecond = rateOf(values["sign-ups-per-second"]);
  const functions = functionsOf(values.function);
  if (!existsSync(file)) throw new CommandError(`Cannot examine as there is no file '${file}' here.`);
  const template = values.template === undefined ? undefined : readTemplate(values.template);
  const deployment = await deploymentOf(values);
  const inFlight = values["in-flight"];
  const found = await examine({ file: resolve(file), deployment, functions, template, signUpsPerSecond, inFlight });
  const report = { ...found, findings: found.findings.filter(({ id }) => !values.ignore?.includes(id)) };
  terminal.print(
    values.json ? JSON.stringify(report, null, 2) : reportText(report, `The onboarding of ${deployment.userPoolId}`, terminal),
  );
  return report.findings.length + report.unchecked.length === 0 ? 0 : 1;
}

function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (rate > 0 && Number.isFinite(rate)) return rate;
  throw new UsageError(`Cannot use --sign-ups-per-second ${text}: it must be a number above 0.`);
}

function functionsOf(pairs: readonly string[] = []): Partial<Record<Role, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, role, name] = /^([^=]*)=(.+)$/.exec(pair) ?? [];
      if (name !== undefined && roles.some((known) => known === role)) return [role, name];
      throw new UsageError(`Cannot use --function '${pair}': it must read ROLE=NAME, where ROLE is one of ${roles.join(", ")}.`);
    }),
  );
}
