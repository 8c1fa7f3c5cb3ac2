import type { JournalEntry } from "@foyer/local";
import { amount } from "../times.ts";
import type { Tone } from "../ui/badge.tsx";
import type { Bar, Row } from "./story.ts";

/** The row of a durable execution, with the phase that it runs. */
export type ExecutionRow = Row & { phase: string };

type Of<T extends JournalEntry["type"]> = Extract<JournalEntry, { type: T }>;

/** A row for each durable execution: the hand-over to it, the runs of its function, and the waits between them. */
export function executionRows(entries: readonly JournalEntry[], now: number): ExecutionRow[] {
  const taken = new Set<JournalEntry>();
  return entries
    .filter((entry): entry is Of<"execution.started"> => entry.type === "execution.started")
    .map((started) => rowOf(started, entries, taken, now));
}

function rowOf(
  started: Of<"execution.started">,
  entries: readonly JournalEntry[],
  taken: Set<JournalEntry>,
  now: number,
): ExecutionRow {
  const { executionArn, name } = started.data;
  const isOwn = (entry: JournalEntry) =>
    (entry.type === "execution.waiting" || entry.type === "execution.ended") && entry.data.executionArn === executionArn;
  const own = entries.filter(isOwn) as (Of<"execution.waiting"> | Of<"execution.ended">)[];
  const ended = own.find((entry) => entry.type === "execution.ended");
  const functionName = /:function:([^:/]+)/.exec(executionArn)?.[1];
  const runs = entries.filter(
    (entry): entry is Of<"invocation.started"> =>
      entry.type === "invocation.started" &&
      entry.data.functionName === functionName &&
      entry.id > started.id &&
      (!ended || entry.id < ended.id) &&
      !taken.has(entry),
  );
  for (const run of runs) taken.add(run);
  const runBars = runs.map((run) => runBar(run, entries));
  const waits = own
    .filter((entry): entry is Of<"execution.waiting"> => entry.type === "execution.waiting")
    .map((wait) => waitBar(wait, runs, ended?.at, now));
  const pending = waits.find(({ to }) => to === undefined);
  const status = ended?.type === "execution.ended" ? ended.data.status : "RUNNING";
  const runEnds = entries.filter(
    ({ type, invocationId }) => type === "invocation.ended" && runs.some((run) => run.invocationId === invocationId),
  );
  const handOver: Bar = {
    kind: "hand-over",
    from: started.at,
    to: started.at,
    tone: "info",
    says: "handed over to the worker",
    lane: 0,
  };
  return {
    id: `worker-${started.id}`,
    kind: "worker",
    // `executionName` of Foyer begins the name of a password reset's execution so.
    phase: name.startsWith("reset-") ? "onPasswordReset" : "afterwards",
    label: functionName ?? "worker",
    tone: pending ? "wait" : toneOf(status),
    says: pending?.says ?? (status === "RUNNING" ? "under way" : status.toLowerCase()),
    bars: [handOver, ...runBars, ...waits],
    lanes: 1,
    entries: [started, ...runs, ...own, ...runEnds].toSorted((a, b) => a.id - b.id),
  };
}

function runBar(run: Of<"invocation.started">, entries: readonly JournalEntry[]): Bar {
  const ended = entries.find(
    (entry): entry is Of<"invocation.ended"> =>
      entry.type === "invocation.ended" && entry.invocationId === run.invocationId && entry.id > run.id,
  );
  const outcome = ended?.data.outcome;
  const tone: Tone = outcome === undefined || outcome === "ok" ? "info" : "bad";
  const says = `${run.data.coldStart ? "cold start, " : ""}${outcome ?? "under way"}`;
  return { kind: "run", from: run.at, ...(ended && { to: ended.at }), tone, says, lane: 0 };
}

/** It lasts until the function runs again, the execution ends, or its time is over. */
function waitBar(
  { at, id, data: { until } }: Of<"execution.waiting">,
  runs: Of<"invocation.started">[],
  endedAt: number | undefined,
  now: number,
): Bar {
  const next = runs.find((run) => run.id > id)?.at ?? endedAt;
  const to = next ?? (until <= now ? until : undefined);
  const says = to === undefined ? `waits ${amount(until - at)}` : `waited ${amount(to - at)}`;
  return { kind: "wait", from: at, ...(to !== undefined && { to }), tone: "wait", says, lane: 0 };
}

function toneOf(status: string): Tone {
  if (status === "RUNNING") return "info";
  return status === "SUCCEEDED" ? "good" : "bad";
}
