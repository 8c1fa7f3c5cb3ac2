import type { LedgerEntry } from "foyer/operate";
import { CommandError } from "../errors.ts";
import { findSub } from "../ledger/find-sub.ts";
import { type LedgerPlace, ledgerOptions, ledgerPlace } from "../ledger/ledger-place.ts";
import { type ListedEntry, listEntries } from "../ledger/list-entries.ts";
import { jsonOption, type Options, parse } from "../options.ts";
import type { Style, Terminal } from "../terminal.ts";
import { printTimeline } from "../timeline/print-timeline.ts";
import { rowsOfEntry } from "../timeline/rows-of-entry.ts";
import { dateAndTime } from "../timeline/times.ts";

export const options = { ...jsonOption, ...ledgerOptions } as const satisfies Options;

export const description =
  "Reads the ledger: for one user every step with its state, its result and its time, and the last password reset;\nwithout an argument one line for each user. Works on the local AWS and, with --user-pool, on a real account.";

export const examples: [string, string][] = [
  ["foyer status", "everybody, on the local AWS"],
  ["foyer status ada@example.com", "one user"],
  ["foyer status --user-pool us-east-1_AbCdEfGhI --json", "a pool in your account, for scripts"],
];

export async function run(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parse(args, options, ["[SUB or EMAIL]"]);
  const place = await ledgerPlace(values);
  const [who] = positionals;
  if (who === undefined) await showAll(place, values.json === true, terminal);
  else await showOne(who, place, values.json === true, terminal);
  return 0;
}

async function showOne(who: string, place: LedgerPlace, json: boolean, terminal: Terminal): Promise<void> {
  const sub = who.includes("@") ? await findSub(who, place) : who;
  const entries = await entriesOf(sub, place);
  const [entry, reset] = entries;
  if (!entry) throw new CommandError(`The ledger has no entry for ${who}: no confirmation of this user has reached the trigger.`);
  if (json) {
    terminal.print(JSON.stringify({ ...entry, ...(reset && { passwordReset: reset }) }, null, 2));
    return;
  }
  terminal.print(printTimeline({ title: who, sub, rows: rowsOfEntry(entry) }, terminal));
  if (reset) terminal.print(`\n${printTimeline({ title: "password reset", sub, rows: rowsOfEntry(reset) }, terminal)}`);
}

/** The user's entry, and behind it that of the last password reset. */
async function entriesOf(sub: string, { userPoolId, tableName, client }: LedgerPlace): Promise<LedgerEntry[]> {
  const [{ Ledger }, { DynamoDBClient }] = await Promise.all([import("foyer/operate"), import("@aws-sdk/client-dynamodb")]);
  const dynamodb = new DynamoDBClient(client);
  try {
    const ledger = new Ledger({ tableName, client: dynamodb });
    const entry = await ledger.get({ userPoolId, sub });
    const reset = entry?.lastReset && (await ledger.get({ userPoolId, sub, reset: entry.lastReset.id }));
    return [entry, reset].filter((found) => found !== undefined);
  } finally {
    dynamodb.destroy();
  }
}

async function showAll(place: LedgerPlace, json: boolean, terminal: Terminal): Promise<void> {
  const entries: ListedEntry[] = [];
  for await (const entry of listEntries(place)) entries.push(entry);
  entries.sort((a, b) => b.openedAt - a.openedAt);
  if (json) terminal.print(JSON.stringify(entries, null, 2));
  else if (!entries.length) terminal.print(`The ledger of ${place.userPoolId} is empty: nobody was confirmed yet.`);
  else terminal.print(entries.map((entry) => entryLine(entry, terminal)).join("\n"));
}

const styles: Record<ListedEntry["status"], Style> = { open: "yellow", complete: "green", parked: "red" };

function entryLine({ sub, reset, status, openedAt, closedAt, reason }: ListedEntry, { style }: Terminal): string {
  const what = reset === undefined ? "" : "password reset";
  const since = `since ${dateAndTime(closedAt ?? openedAt)}`;
  return [style(styles[status], status.padEnd(8)), sub, what.padEnd(14), style("dim", since), reason ?? ""].join("   ").trimEnd();
}
