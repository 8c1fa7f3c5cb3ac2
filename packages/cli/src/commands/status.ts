import type { EntryKey, LedgerEntry, Operator } from "foyer/operate";
import { CommandError, UsageError } from "../errors.ts";
import { deploymentOptions } from "../ledger/deployment.ts";
import { findEntryKey, resetOption } from "../ledger/find-user.ts";
import { type OldestEntries, oldestEntries } from "../ledger/oldest-entries.ts";
import { operate } from "../ledger/operate.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import type { Style, Terminal } from "../terminal.ts";
import { printTimeline } from "../timeline/print-timeline.ts";
import { rowsOfEntry } from "../timeline/rows-of-entry.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = {
  limit: { type: "string", value: "N", default: "20", help: "without a user: how many to show, parked and unfinished each" },
  ...resetOption,
  ...jsonOption,
  ...deploymentOptions,
} as const satisfies Options;

export const description =
  "Reads the ledger: of one user every step with its state, its result and its time, and the last password reset; without\na user who is parked, which needs a person, and who is unfinished the longest. Works on the local AWS and, with\n--user-pool, on a real account.";

export const examples: [string, string][] = [
  ["foyer status", "who is parked or unfinished, on the local AWS"],
  ["foyer status ada@example.com", "one user"],
  ["foyer status --user-pool us-east-1_AbCdEfGhI --json", "a pool in your account, for scripts"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[SUB or EMAIL]"]);
  const [who] = positionals;
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`Cannot show '${values.limit}' users: it must be a whole number from 1.`);
  const json = values.json === true;
  await operate(values, async (operator) => {
    if (who === undefined) await showAll(operator, limit, json, terminal);
    else await showOne(operator, who, values.reset, json, terminal);
  });
  return 0;
}

async function showOne(
  operator: Operator,
  who: string,
  resetId: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const key = await findEntryKey(operator, who, resetId);
  const entry = await operator.ledger.get(key);
  if (!entry) throw new CommandError(`The ledger has no entry for ${who}${resetId ? ` and reset ${resetId}` : ""}.`);
  const reset = resetId === undefined && entry.lastReset && { ...key, reset: entry.lastReset.id };
  const passwordReset = reset ? await operator.ledger.get(reset) : undefined;
  if (json) return terminal.print(JSON.stringify({ ...entry, ...(passwordReset && { passwordReset }) }, null, 2));
  const title = resetId === undefined ? who : `${who}, password reset ${key.reset}`;
  terminal.print(printTimeline({ title, sub: key.sub, rows: rowsOfEntry(entry) }, terminal));
  if (passwordReset) {
    const rows = rowsOfEntry(passwordReset);
    terminal.print(`\n${printTimeline({ title: "password reset", sub: key.sub, rows }, terminal)}`);
  }
  if (entry.status === "parked") terminal.print(`\n  ${terminal.style("dim", nextFor(who, key))}`);
}

function nextFor(who: string, { reset }: EntryKey): string {
  const option = reset === undefined ? "" : ` --reset ${reset}`;
  return `Next: foyer replay ${who}${option} · foyer skip ${who} STEP${option}`;
}

async function showAll(operator: Operator, limit: number, json: boolean, terminal: Terminal): Promise<void> {
  const read = async (status: "parked" | "open", what: string) => {
    const found = await oldestEntries(operator, status, limit, (count) => terminal.progress(`${what}: ${count} so far`));
    terminal.progress();
    return found;
  };
  const parked = await read("parked", "parked");
  const open = await read("open", "unfinished");
  if (json) return terminal.print(JSON.stringify({ parked, open }, null, 2));
  if (parked.count + open.count === 0) return terminal.print("Nobody is parked, and nobody is unfinished.");
  const line = (entry: LedgerEntry) => `  ${entryLine(entry, operator.now(), terminal)}`;
  const blocks = [block("parked", "red", parked, line, terminal), block("unfinished", "yellow", open, line, terminal)];
  terminal.print(blocks.filter(Boolean).join("\n\n"));
}

function block(
  title: string,
  style: Style,
  { count, entries }: OldestEntries,
  line: (entry: LedgerEntry) => string,
  terminal: Terminal,
): string {
  if (count === 0) return "";
  const shown = entries.length < count ? `, the oldest ${entries.length}` : "";
  return [`${terminal.style(style, title)} ${count}${shown}`, ...entries.map(line)].join("\n");
}

function entryLine(entry: LedgerEntry, now: number, { style }: Terminal): string {
  const { sub, reset, openedAt, closedAt, reason, dueAt = 0, steps } = entry;
  const gaveUp = Object.keys(steps).filter((name) => steps[name]?.state === "gave-up");
  const notes = [
    style("dim", `since ${dateAndTime(closedAt ?? openedAt)}`),
    reset && `password reset ${reset}`,
    reason ?? (gaveUp.length > 0 && `gave up: ${gaveUp.join(", ")}`),
    closedAt === undefined && dueAt > now && `not due before ${dateAndTime(dueAt)}`,
  ];
  return [sub, ...notes.filter(Boolean)].join("   ");
}
