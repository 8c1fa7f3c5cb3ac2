import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { CommandError, UsageError } from "../errors.ts";
import { type Options, parse } from "../options.ts";
import { cloudFormation } from "../policy/as-cloudformation.ts";
import { policyDocument } from "../policy/as-json.ts";
import { terraform } from "../policy/as-terraform.ts";
import { filled, functionPlaceholders, placeOf } from "../policy/placeholders.ts";
import { type Policies, type Role, readPolicies, roles } from "../policy/read-policies.ts";
import type { Terminal } from "../terminal.ts";

const formats = ["json", "cloudformation", "terraform"] as const;

export const options = {
  role: { type: "string", value: "ROLE", help: `of one function only: ${roles.join(", ")}` },
  format: { type: "string", value: "FORMAT", default: "json", help: formats.join(", ") },
  "user-pool": { type: "string", value: "ID", help: "the user pool" },
  region: { type: "string", value: "NAME", help: "the Region (else that of the user pool)" },
  account: { type: "string", value: "ID", help: "the account, twelve digits" },
  table: { type: "string", value: "NAME", help: "the ledger's table" },
  function: { type: "string", multiple: true, value: "ROLE=NAME", help: "the function of a role: worker=my-worker" },
  alias: { type: "string", value: "NAME", help: "the alias by which the others start the worker" },
} as const satisfies Options;

export const description = `Prints the IAM policies of the functions of an onboarding (default onboarding.ts), computed from the file: exact actions, exact
resources, and each statement named after its step. What is not given stays open: in JSON as a placeholder, in CloudFormation as
a parameter, in Terraform as a variable.`;

export const examples: [string, string][] = [
  ["foyer policy --role trigger", "what the trigger may do"],
  ["foyer policy --format terraform > policies.tf", "all of them, for Terraform"],
  ["foyer policy --user-pool eu-west-1_AbCdEfGhI --account 111122223333", "for one pool"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[file]"]);
  const role = oneOf("role", values.role, roles);
  const format = oneOf("format", values.format, formats);
  const { "user-pool": userPool, region, account, table, alias } = values;
  if (account !== undefined && !/^\d{12}$/.test(account))
    throw new UsageError(`Cannot use --account '${account}': it must be twelve digits.`);
  if (userPool !== undefined && !/^[\w-]+_[0-9a-zA-Z]+$/.test(userPool))
    throw new UsageError(`Cannot use --user-pool '${userPool}': an id reads eu-west-1_AbCdEfGhI.`);
  const place = { ...placeOf({ userPool, region, account, table, alias }), ...functionsOf(values.function) };
  const [file = "onboarding.ts"] = positionals;
  if (!existsSync(file)) throw new CommandError(`Cannot print policies as there is no file '${file}' here.`);
  const all = await readPolicies(resolve(file));
  if (role && !all[role])
    throw new CommandError(
      `Cannot print the policy of ${role} as the onboarding must have that function: it has ${Object.keys(all).join(", ")}.`,
    );
  const wanted: Policies = role ? { [role]: all[role] } : all;
  if (format === "terraform") terminal.print(terraform(wanted, place));
  else
    terminal.print(
      JSON.stringify(format === "json" ? json(filled(wanted, place), role) : cloudFormation(wanted, place), null, 2),
    );
  return 0;
}

/** One document, or one for each function by its name. */
function json(policies: Policies, role: Role | undefined): unknown {
  const documents = Object.entries(policies).map(([name, statements]) => [name, policyDocument(statements)] as const);
  return role ? documents[0]?.[1] : Object.fromEntries(documents);
}

function oneOf<const T extends string>(option: string, value: string | undefined, known: readonly T[]): T | undefined {
  if (value === undefined || (known as readonly string[]).includes(value)) return value as T | undefined;
  throw new UsageError(`Cannot use --${option} '${value}': it must be one of ${known.join(", ")}.`);
}

function functionsOf(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, role = "", name] = /^([^=]*)=(.+)$/.exec(pair) ?? [];
      if (!name || !Object.hasOwn(functionPlaceholders, role))
        throw new UsageError(
          `Cannot use --function '${pair}': it must read ROLE=NAME, where ROLE is one of ${roles.join(", ")}.`,
        );
      return [functionPlaceholders[role as Role], name];
    }),
  );
}
