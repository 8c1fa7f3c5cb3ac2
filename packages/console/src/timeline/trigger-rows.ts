import type { JournalEntry } from "@foyer/local";
import type { Tone } from "../ui/badge.tsx";
import { inLanes } from "./lanes.ts";
import type { Bar, Row } from "./story.ts";

/** Cognito waits so long for an answer, then tries again. */
export const budgetMs = 5000;

type Started = Extract<JournalEntry, { type: "trigger.started" }>;
type Answered = Extract<JournalEntry, { type: "trigger.answered" }>;

interface Attempt {
  started: Started;
  answered?: Answered;
}

/** A row for each time that a trigger fired, with its attempts side by side where they overlap. */
export function triggerRows(entries: readonly JournalEntry[]): Row[] {
  const firings: Attempt[][] = [];
  for (const entry of entries) {
    if (entry.type === "trigger.started") {
      const { triggerSource, attempt } = entry.data;
      const before = firings.findLast(([first]) => first?.started.data.triggerSource === triggerSource);
      if (before && attempt > 1) before.push({ started: entry });
      else firings.push([{ started: entry }]);
    } else if (entry.type === "trigger.answered") {
      const asked = firings
        .flat()
        .findLast(
          ({ started: { data }, answered }) =>
            !answered && data.triggerSource === entry.data.triggerSource && data.attempt === entry.data.attempt,
        );
      if (asked) asked.answered = entry;
    }
  }
  const runs = runsOf(firings.flat(), entries);
  return firings.map((attempts) => rowOf(attempts, runs, entries));
}

function rowOf(attempts: readonly Attempt[], allRuns: ReadonlyMap<Attempt, Run>, entries: readonly JournalEntry[]): Row {
  const first = attempts[0] as Attempt;
  const last = attempts.at(-1) as Attempt;
  const runs = attempts.map((attempt) => allRuns.get(attempt));
  const drawn = attempts.map((attempt, index) => {
    const run = runs[index];
    const to = endOf(attempt);
    const outlived = to !== undefined && run !== undefined && (run.to === undefined || run.to > to + 1);
    return { attempt, run, to, until: outlived ? run.to : to, outlived };
  });
  const { bars: spans, lanes } = inLanes(
    drawn.map(({ attempt, until }) => ({
      kind: "attempt" as const,
      from: attempt.started.at,
      ...(until !== undefined && { to: until }),
      ...lookOf(attempt),
    })),
  );
  const bars = spans.flatMap((span, index) => {
    const { to, run, outlived, attempt } = drawn[index] as (typeof drawn)[number];
    const { to: _, ...open } = span;
    const parts: Bar[] = [{ ...open, ...(to !== undefined && { to }) }];
    const { tone } = lookOf(attempt);
    if (run && (to === undefined || run.from < to)) {
      const until = outlived ? to : run.to;
      parts.push({
        kind: "run",
        from: run.from,
        ...(until !== undefined && { to: until }),
        tone,
        says: run.says,
        lane: span.lane,
      });
    }
    if (outlived) parts.push({ ...span, kind: "rest", from: Math.max(to as number, run?.from ?? 0), says: runsOn });
    return parts;
  });
  const { triggerSource } = first.started.data;
  // Where an answer took a small part of the budget, its end is far outside of the picture.
  const budgets = bars
    .filter(({ kind }) => kind === "attempt")
    .filter((_, index) => (attempts[index]?.answered?.data.durationMs ?? 0) >= budgetMs * 0.4)
    .map(({ from, lane }) => ({ at: from + budgetMs, lane }));
  const total = last.answered ? last.answered.at - first.started.at : undefined;
  const cold = runs.some((run) => run?.says === "cold start");
  const notes = [
    attempts.length > 1 && `${attempts.length} attempts`,
    last.answered?.data.outcome === "no-answer" && "no answer within 5 s",
    last.answered?.data.error,
    !last.answered && "under way",
    cold && "cold start",
  ];
  const ids = new Set(attempts.flatMap(({ answered }) => answered?.invocationId ?? []));
  const runIds = new Set(runs.flatMap((run) => run?.invocationId ?? []));
  return {
    id: `trigger-${first.started.id}`,
    kind: "trigger",
    label: triggerSource,
    // It went well in the end.
    tone: attempts.length > 1 && last.answered?.data.outcome === "ok" ? "warn" : lookOf(last).tone,
    says: notes.filter(Boolean).join(", "),
    bars,
    lanes,
    ...(total !== undefined && { durationMs: total }),
    ...(budgets.length > 0 && { budgets }),
    entries: entries.filter(
      (entry) =>
        attempts.some(({ started, answered }) => entry === started || entry === answered) ||
        (entry.type.startsWith("invocation.") &&
          (ids.has(entry.invocationId as string) || runIds.has(entry.invocationId as string))),
    ),
  };
}

interface Run {
  from: number;
  to: number | undefined;
  says: string;
  invocationId: string | null | undefined;
}

/**
 * The invocation of each attempt: the one that its answer names, else the function's first after it that is nobody's yet; it may begin
 * after Cognito has stopped waiting.
 */
function runsOf(attempts: readonly Attempt[], entries: readonly JournalEntry[]): Map<Attempt, Run> {
  const started = entries.filter((entry) => entry.type === "invocation.started");
  const taken = new Set(attempts.flatMap(({ answered }) => answered?.invocationId ?? []));
  const runs = new Map<Attempt, Run>();
  for (const attempt of attempts) {
    const functionName = /:function:([^:]+)/.exec(attempt.started.data.functionArn)?.[1];
    const named = attempt.answered?.invocationId;
    const run = started.find((entry) =>
      named
        ? entry.invocationId === named
        : entry.id > attempt.started.id && entry.data.functionName === functionName && !taken.has(entry.invocationId ?? ""),
    );
    if (!run) continue;
    if (run.invocationId) taken.add(run.invocationId);
    const ended = entries.find((entry) => entry.type === "invocation.ended" && entry.invocationId === run.invocationId);
    const says = run.data.coldStart ? "cold start" : "warm";
    runs.set(attempt, { from: run.at, to: ended?.at, says, invocationId: run.invocationId });
  }
  return runs;
}

const runsOn = "runs on, although Cognito no longer waits";

function endOf({ started, answered }: Attempt): number | undefined {
  return answered && started.at + Math.max(answered.data.durationMs, answered.at - started.at);
}

function lookOf({ started, answered }: Attempt): { tone: Tone; says: string } {
  const name = `attempt ${started.data.attempt}`;
  if (!answered) return { tone: "info", says: `${name} is under way` };
  const { outcome, error } = answered.data;
  if (outcome === "ok") return { tone: "good", says: `${name} was answered` };
  return {
    tone: "bad",
    says: outcome === "no-answer" ? `${name} was not answered within 5 s` : `${name} failed: ${error ?? ""}`,
  };
}
