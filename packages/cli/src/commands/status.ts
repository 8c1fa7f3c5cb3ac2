import type { EntryKey, LedgerEntry, Operator } from "foyer/operate";
import { CommandError, UsageError } from "../errors.ts";
import { deploymentOptions } from "../ledger/deployment.ts";
import { findEntryKey, resetOption } from "../ledger/find-user.ts";
import { type OldestEntries, oldestEntries } from "../ledger/oldest-entries.ts";
import { operate } from "../ledger/operate.ts";
import { intervalOf, watch, watchOptions } from "../ledger/watch.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import type { Style, Terminal } from "../terminal.ts";
import { printTimeline } from "../timeline/print-timeline.ts";
import { rowsOfEntry } from "../timeline/rows-of-entry.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = {
  limit: { type: "string", value: "N", default: "20", help: "without a user: how many to show, parked and unfinished each" },
  ...resetOption,
  ...watchOptions,
  ...jsonOption,
  ...deploymentOptions,
} as const satisfies Options;

export const description =
  "Reads the ledger: of one user every step with its state, its result and its time, and the last password reset; without\na user who is parked, which needs a person, and who is unfinished the longest. Works on the local AWS and, with\n--user-pool, on a real account. --watch reads one item every 2 s for a user, and the whole ledger every 30 s without one.";

export const examples: [string, string][] = [
  ["foyer status", "who is parked or unfinished, on the local AWS"],
  ["foyer status ada@example.com", "one user"],
  ["foyer status ada@example.com --watch", "the same, drawn again as steps are done"],
  ["foyer status --user-pool us-east-1_AbCdEfGhI --json", "a pool in your account, for scripts"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[SUB or EMAIL]"]);
  const [who] = positionals;
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`Cannot show '${values.limit}' users: it must be a whole number from 1.`);
  if (values.watch && values.json) throw new UsageError("--json prints one document, so it goes without --watch.");
  const everyMs = intervalOf(values, who === undefined ? 30 : 2);
  await operate(values, async (operator) => {
    const look =
      who === undefined ? await lookAtAll(operator, limit, terminal) : await lookAtOne(operator, who, values.reset, terminal);
    if (values.watch) return watch(async () => (await look()).picture, everyMs, terminal);
    const { found, picture, json } = await look();
    if (!found) throw new CommandError(picture);
    terminal.print(values.json ? JSON.stringify(json, null, 2) : picture);
  });
  return 0;
}

/** What the ledger holds at one moment. */
interface Look {
  found: boolean;
  picture: string;
  json: unknown;
}

async function lookAtOne(
  operator: Operator,
  who: string,
  resetId: string | undefined,
  terminal: Terminal,
): Promise<() => Promise<Look>> {
  const key = await findEntryKey(operator, who, resetId);
  const title = resetId === undefined ? who : `${who}, password reset ${key.reset}`;
  return async () => {
    const entry = await operator.ledger.get(key);
    if (!entry) {
      const picture = `The ledger has no entry for ${who}${resetId ? ` and reset ${resetId}` : ""}.`;
      return { found: false, picture, json: null };
    }
    const reset = resetId === undefined && entry.lastReset && { ...key, reset: entry.lastReset.id };
    const passwordReset = reset ? await operator.ledger.get(reset) : undefined;
    const drawn = (title: string, shown: LedgerEntry) =>
      printTimeline({ title, sub: key.sub, rows: rowsOfEntry(shown, operator.now()) }, terminal);
    const blocks = [
      drawn(title, entry),
      passwordReset && drawn("password reset", passwordReset),
      entry.status === "parked" && `  ${terminal.style("dim", nextFor(who, key))}`,
    ];
    const json = { ...entry, ...(passwordReset && { passwordReset }) };
    return { found: true, picture: blocks.filter(Boolean).join("\n\n"), json };
  };
}

function nextFor(who: string, { reset }: EntryKey): string {
  const option = reset === undefined ? "" : ` --reset ${reset}`;
  return `Next: foyer replay ${who}${option} · foyer skip ${who} STEP${option}`;
}

async function lookAtAll(operator: Operator, limit: number, terminal: Terminal): Promise<() => Promise<Look>> {
  const read = async (status: "parked" | "open", what: string) => {
    const found = await oldestEntries(operator, status, limit, (count) => terminal.progress(`${what}: ${count} so far`));
    terminal.progress();
    return found;
  };
  const line = (entry: LedgerEntry) => `  ${entryLine(entry, operator.now(), terminal)}`;
  return async () => {
    const parked = await read("parked", "parked");
    const open = await read("open", "unfinished");
    const blocks = [block("parked", "red", parked, line, terminal), block("unfinished", "yellow", open, line, terminal)];
    const picture = blocks.filter(Boolean).join("\n\n") || "Nobody is parked, and nobody is unfinished.";
    return { found: true, picture, json: { parked, open } };
  };
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
