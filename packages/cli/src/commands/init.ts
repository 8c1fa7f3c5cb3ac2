import { createInterface } from "node:readline/promises";
import { UsageError } from "../errors.ts";
import { nextSteps } from "../init/next-steps.ts";
import { scaffold } from "../init/scaffold.ts";
import { type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  cdk: { type: "boolean", help: "with a stack that the AWS CDK deploys" },
  plain: { type: "boolean", help: "without one; asks neither" },
} as const satisfies Options;

export const description = `Writes a project into [folder], which is this one unless it is named: an onboarding file with its mails, and a test that walks
a user through it on a local AWS. Nothing is overwritten; where there is a package.json it says what to add. On a terminal it asks
what no option says.`;

export const examples: [string, string][] = [
  ["foyer init my-users --cdk", "a project that the AWS CDK deploys"],
  ["foyer init", "into the repository that you have"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[folder]"]);
  if (values.cdk && values.plain) throw new UsageError("--cdk and --plain exclude each other: name one of them.");
  const [folder = "."] = positionals;
  const cdk = values.cdk || (!values.plain && (await askForCdk()));
  const { default: manifest } = await import("../../package.json", { with: { type: "json" } });
  terminal.print(nextSteps(folder, scaffold(folder, { cdk, version: manifest.version }), terminal));
  return 0;
}

/** Asks people, and nobody else: no where there is no terminal. */
async function askForCdk(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return false;
  const questions = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y/i.test((await questions.question("Does the AWS CDK deploy it? (y/N) ")).trim());
  } finally {
    questions.close();
  }
}
