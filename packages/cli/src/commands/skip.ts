import { deploymentOptions, workerOption } from "../ledger/deployment.ts";
import { findEntryKey, resetOption } from "../ledger/find-user.ts";
import { operate } from "../ledger/operate.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";

export const options = {
  ...resetOption,
  ...jsonOption,
  ...deploymentOptions,
  ...workerOption,
} as const satisfies Options;

export const description =
  "Leaves out a step of a user that is not done: it is never tried again by itself. A parked user goes on with the steps\nbehind it, in a fresh execution.";

export const examples: [string, string][] = [["foyer skip ada@example.com welcome", "go on without the welcome mail"]];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["SUB or EMAIL", "STEP"]);
  const [who, step] = positionals as [string, string];
  await operate(values, async (operator) => {
    const { skip } = await import("foyer/operate");
    const skipped = await skip(operator, await findEntryKey(operator, who, values.reset), step);
    if (values.json) return terminal.print(JSON.stringify({ step, ...skipped }, null, 2));
    const was = skipped.state === "gave-up" ? "it had given up" : `it was ${skipped.state}`;
    const then = skipped.goesOn ? `${who} goes on without it` : "the rest goes on as it was";
    terminal.print(`${terminal.style("green", "✓")} ${step} is skipped (${was}): ${then}.`);
  });
  return 0;
}
