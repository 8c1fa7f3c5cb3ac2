import type { PlannedStep, ReplayPlan } from "foyer/operate";
import { deploymentOptions, workerOption } from "../ledger/deployment.ts";
import { findEntryKey, resetOption } from "../ledger/find-user.ts";
import { operate } from "../ledger/operate.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = {
  step: { type: "string", value: "NAME", help: "only this step, whatever its state (else every step that gave up)" },
  yes: { type: "boolean", help: "do it; without it nothing is changed" },
  force: { type: "boolean", help: "do it although an effect could double" },
  ...resetOption,
  ...jsonOption,
  ...deploymentOptions,
  ...workerOption,
} as const satisfies Options;

export const description =
  "Tries again what gave up for a user, in a fresh execution that keeps what is done. Says first which steps would run and\nwhich effects could double, and changes nothing without --yes, or --force where an effect could double.";

export const examples: [string, string][] = [
  ["foyer replay ada@example.com", "what a replay would do"],
  ["foyer replay ada@example.com --yes", "do it"],
  ["foyer replay ada@example.com --step welcome --force", "send the welcome mail again"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["SUB or EMAIL"]);
  const who = positionals[0] as string;
  const { step, yes, force = false, reset, json } = values;
  return operate(values, async (operator) => {
    const { replay } = await import("foyer/operate");
    const key = await findEntryKey(operator, who, reset);
    const wanted = yes === true || force;
    const plan = await replay(operator, key, { ...(step !== undefined && { step }), force, dryRun: !wanted });
    if (json) terminal.print(JSON.stringify(plan, null, 2));
    else terminal.print(drawn(who, plan, terminal));
    const refused = wanted && plan.runs && !plan.started;
    if (refused) terminal.complain("Nothing was changed, as an effect could double: --force does it all the same.");
    else if (!json) terminal.print(outcome(who, plan));
    return refused ? 1 : 0;
  });
}

function drawn(who: string, { entry, steps }: ReplayPlan, { style }: Terminal): string {
  const { sub, reset, status, openedAt, closedAt, reason } = entry;
  const state = [`${status} since ${dateAndTime(closedAt ?? openedAt)}`, reason].filter(Boolean).join(": ");
  const width = Math.max(0, ...steps.map(({ step }) => step.length));
  const row = ({ step, state, runs, needsForce, why }: PlannedStep) => {
    const does = needsForce ? style("red", "! runs again") : runs ? style("green", "↻ runs      ") : style("dim", "– stays     ");
    return `  ${does}   ${step.padEnd(width)}   ${style("dim", state.replace("-", " ").padEnd(7))}   ${why}`;
  };
  const title = reset === undefined ? "" : `   password reset ${reset}`;
  return [`  ${style("bold", who)}   ${style("dim", `sub ${sub}`)}${title}`, `  ${state}`, "", ...steps.map(row), ""].join("\n");
}

function outcome(who: string, { runs, started, needsForce, entry }: ReplayPlan & { started: boolean }): string {
  if (started) return `Started. Follow it with \`foyer status ${who}\`.`;
  if (!runs) return "Nothing gave up, so there is nothing to replay. One step runs again with --step.";
  const running = entry.status === "open" ? " What is unfinished runs by itself: a replay replaces its execution." : "";
  return `Nothing was changed: ${needsForce ? "--force" : "--yes"} does it.${running}`;
}
