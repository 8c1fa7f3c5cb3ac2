import type { JournalEntry } from "@foyer/local";
import type { Tone } from "../ui/badge.tsx";
import { accountRows } from "./account-rows.ts";
import { executionRows } from "./execution-rows.ts";
import { stepRows } from "./step-rows.ts";
import { triggerRows } from "./trigger-rows.ts";

/** Something drawn in a row: a bar from when to when, or a sign at a moment. */
export interface Bar {
  /** `attempt`: what Cognito or a step tried; `run`: an invocation; `rest`: what ran on after nobody waited for it. */
  kind: "attempt" | "run" | "rest" | "wait" | "moment" | "mail" | "event" | "hand-over";
  from: number;
  /** Absent: it is under way. */
  to?: number;
  tone: Tone;
  says: string;
  /** Bars that overlap are in lanes of their own. */
  lane: number;
}

/** One line of the picture. */
export interface Row {
  id: string;
  kind: "moment" | "trigger" | "step" | "worker" | "run";
  label: string;
  tone: Tone;
  /** What came of it, in a few words. */
  says: string;
  bars: Bar[];
  lanes: number;
  durationMs?: number;
  /** Where the budget of attempts ends that used much of it. */
  budgets?: { at: number; lane: number }[];
  /** The journal's entries that it is made of, the oldest first. */
  entries: JournalEntry[];
}

/** Rows that belong together. */
export interface Section {
  id: string;
  title: string;
  rows: Row[];
}

/** What the picture is drawn from. */
export interface StoryOptions {
  /** What the onboarding declares. */
  declared?: readonly { name: string; phase: string }[];
  now: number;
}

/** What happened to one user, in sections and rows, from the entries of the journal about them. */
export function storyOf(entries: readonly JournalEntry[], { declared = [], now }: StoryOptions): Section[] {
  const triggers = triggerRows(entries);
  const workers = executionRows(entries, now);
  const steps = stepRows(entries, declared);
  const ofTrigger = new Set([...triggers, ...workers].flatMap((row) => row.entries.map(({ invocationId }) => invocationId)));
  const until = pendingUntil(workers);
  for (const row of steps) {
    if (row.entries.length > 0 || row.phase !== "afterwards" || until === undefined) continue;
    row.says = "after the wait";
    row.bars = [{ kind: "moment", from: until, to: until, tone: "idle", says: "not before the wait is over", lane: 0 }];
  }
  const phases = new Set([...steps.map(({ phase }) => phase), ...workers.map(({ phase }) => phase)]);
  const sections = [...phases].map((phase) => ({
    id: phase,
    title: phaseTitles[phase] ?? "Steps",
    rows: [...workers.filter((row) => row.phase === phase), ...steps.filter((row) => row.phase === phase)],
  }));
  return [
    { id: "account", title: "Account", rows: accountRows(entries) },
    { id: "triggers", title: "Triggers", rows: triggers },
    ...sections.toSorted((a, b) => phaseOrder.indexOf(a.id) - phaseOrder.indexOf(b.id)),
    { id: "runs", title: "Other invocations", rows: otherRuns(entries, ofTrigger) },
  ].filter(({ rows }) => rows.length > 0);
}

/** When the wait of the onboarding ends, if it is under way. */
function pendingUntil(workers: readonly { phase: string; bars: Bar[]; entries: JournalEntry[] }[]): number | undefined {
  const waiting = workers.find(
    ({ phase, bars }) => phase === "afterwards" && bars.some(({ kind, to }) => kind === "wait" && to === undefined),
  );
  const wait = waiting?.entries.findLast(({ type }) => type === "execution.waiting");
  return wait?.type === "execution.waiting" ? wait.data.until : undefined;
}

const phaseOrder = ["beforeFirstSignIn", "afterwards", "onPasswordReset", "steps"];

const phaseTitles: Record<string, string> = {
  beforeFirstSignIn: "Before the first sign-in",
  afterwards: "Afterwards, in the background",
  onPasswordReset: "On the password reset",
};

/** Invocations that are neither a trigger's nor a worker's. */
function otherRuns(entries: readonly JournalEntry[], known: ReadonlySet<string | null | undefined>): Row[] {
  return entries.flatMap((entry) => {
    if (entry.type !== "invocation.started" || known.has(entry.invocationId)) return [];
    const ended = entries.find(
      (one) => one.type === "invocation.ended" && one.invocationId === entry.invocationId && one.id > entry.id,
    );
    const outcome = ended?.type === "invocation.ended" ? ended.data.outcome : undefined;
    const tone = outcome === undefined ? "info" : outcome === "ok" ? "good" : "bad";
    const says = outcome ?? "under way";
    const bar: Bar = { kind: "run", from: entry.at, ...(ended && { to: ended.at }), tone, says, lane: 0 };
    const durationMs = ended?.type === "invocation.ended" ? ended.data.durationMs : undefined;
    const row: Row = {
      id: `run-${entry.id}`,
      kind: "run",
      label: entry.data.functionName,
      tone,
      says,
      bars: [bar],
      lanes: 1,
      ...(durationMs !== undefined && { durationMs }),
      entries: [entry, ...(ended ? [ended] : [])],
    };
    return [row];
  });
}
