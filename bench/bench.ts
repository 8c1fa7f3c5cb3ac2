/**
 * `npm run bench [-- startup|pairs|onboarding|grow|scale|executions|invoke|cold-import|sign-in|all] [--json]`: figures to report, never tests. Prints a table, or
 * with `--json` a JSON line for each figure.
 */
import { parseArgs } from "node:util";
import type { Figure } from "./report.ts";
import { jsonLine, machine, table } from "./report.ts";

const measurements: Record<string, () => Promise<Figure[]>> = {
  startup: async () => (await import("./measurements/startup.ts")).startup(),
  pairs: async () => (await import("./measurements/pairs.ts")).pairs(),
  onboarding: async () => (await import("./measurements/onboarding.ts")).onboarding(),
  grow: async () => (await import("./measurements/grow.ts")).grow(),
  scale: async () => (await import("./measurements/scale.ts")).scale(),
  executions: async () => (await import("./measurements/executions.ts")).executions(),
  invoke: async () => (await import("./measurements/invoke.ts")).invoke(),
  "cold-import": async () => (await import("./measurements/cold-import.ts")).coldImport(),
  "sign-in": async () => (await import("./measurements/sign-in.ts")).signIn(),
};

const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
const asked = positionals.length === 0 || positionals.includes("all") ? Object.keys(measurements) : positionals;
const unknown = asked.find((name) => !Object.hasOwn(measurements, name));
if (unknown !== undefined) {
  console.error(`There is no measurement '${unknown}'. The measurements are ${Object.keys(measurements).join(", ")}, all.`);
  process.exit(2);
}
if (!values.json) console.log(machine());
for (const name of asked) {
  try {
    const figures = (await measurements[name]?.()) ?? [];
    console.log(values.json ? figures.map(jsonLine).join("\n") : `\n${name}\n${table(figures)}`);
  } catch (error) {
    console.error(`\n${name} could not be measured: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
