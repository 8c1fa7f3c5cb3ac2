import type { LedgerEntry, StepRecord } from "foyer/operate";
import type { Mark, Row } from "./row.ts";
import { dateAndTime } from "./times.ts";
import { ending, wording } from "./wording.ts";

const marks: Record<StepRecord["state"], Mark> = {
  pending: "pending",
  started: "pending",
  done: "done",
  unknown: "unknown",
  skipped: "skipped",
  "gave-up": "gave up",
};

/** The rows of a ledger entry: when it was opened, each step, and how it ended or until when it waits. @param now of its deployment */
export function rowsOfEntry(entry: LedgerEntry, now: number, timeZone?: string): Row[] {
  const { openedAt, closedAt, origin, reason, status, steps, waits = {} } = entry;
  const ran = Object.entries(steps).map(([name, record]) => stepRow(name, record));
  const at = (time: number) => ({ span: { from: time, to: time } });
  const opened: Row = { mark: "moment", label: "opened", ...at(openedAt), note: `${dateAndTime(openedAt, timeZone)}, ${origin}` };
  if (closedAt === undefined) {
    const waiting = Object.values(waits).filter((until) => until > now);
    const rows = waiting.map((until): Row => ({ mark: "waiting", label: "wait", note: `until ${dateAndTime(until, timeZone)}` }));
    return [opened, ...inOrderOfStart(ran), ...rows];
  }
  const mark: Mark = status === "parked" ? "gave up" : "done";
  const note = [dateAndTime(closedAt, timeZone), reason].filter(Boolean).join(", ");
  return [opened, ...inOrderOfStart(ran), { mark, label: status, ...at(closedAt), note }];
}

function stepRow(name: string, { state, attempts, startedAt, endedAt, durationMs, unknowns, result, reason }: StepRecord): Row {
  const notes = [ending(state, unknowns), attempts > 1 && `${attempts} attempts`, reason ?? wording(result)];
  const from = startedAt ?? endedAt;
  return {
    mark: marks[state],
    label: name,
    ...(from !== undefined && { span: { from, to: endedAt ?? from } }),
    durationMs,
    note: notes.filter(Boolean).join(", "),
  };
}

// Steps that have not begun come last, in the order of the ledger.
function inOrderOfStart(rows: Row[]): Row[] {
  return rows.toSorted((a, b) => (a.span?.from ?? Number.MAX_SAFE_INTEGER) - (b.span?.from ?? Number.MAX_SAFE_INTEGER));
}
