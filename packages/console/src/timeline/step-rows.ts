import type { JournalEntry } from "@foyer/local";
import { stepLook } from "../step-tone.ts";
import { inLanes } from "./lanes.ts";
import type { Bar, Row } from "./story.ts";
import { wording } from "./wording.ts";

export type StepEntry = Extract<JournalEntry, { type: "step" }>;

/** The row of a step, with its phase. */
export type StepRow = Row & { phase: string };

/** A row for each step: its attempts as bars, and the mails and events that left meanwhile as signs. */
export function stepRows(entries: readonly JournalEntry[], declared: readonly { name: string; phase: string }[]): StepRow[] {
  const steps = new Map<string, StepEntry[]>();
  for (const entry of entries) {
    if (entry.type !== "step") continue;
    const key = keyOf(entry.data.phase ?? "steps", entry.data.step);
    steps.set(key, [...(steps.get(key) ?? []), entry]);
  }
  const phases = new Set([...steps.values()].flatMap(([first]) => first?.data.phase ?? []));
  // What is still to come is shown once its phase has begun.
  const hasHandOver = entries.some(({ type }) => type === "execution.started");
  const rows = [...steps.values()].map((told) => rowOf(told, entries));
  const untried = declared.filter(
    ({ name, phase }) =>
      !steps.has(keyOf(phase, name)) &&
      (phases.has(phase) || (phase === "afterwards" && hasHandOver && phases.has("beforeFirstSignIn"))),
  );
  return [...rows, ...untried.map(({ name, phase }) => pendingRow(name, phase))];
}

/** A step that gave up tells so with its last attempt, or by itself. */
function isAttempt({ data: { state, durationMs } }: StepEntry): boolean {
  return state !== "skipped" && state !== "moved" && (state !== "gave up" || durationMs !== undefined);
}

function keyOf(phase: string, step: string): string {
  return JSON.stringify([phase, step]);
}

function rowOf(told: readonly StepEntry[], entries: readonly JournalEntry[]): StepRow {
  const first = told[0] as StepEntry;
  // A step that is skipped because it is done stays done.
  const last = (told.findLast(({ data }) => data.state !== "skipped") ?? told.at(-1)) as StepEntry;
  const attempts = told.filter(isAttempt);
  const { bars, lanes } = inLanes(attempts.map(attemptBar));
  const signs = told.filter((entry) => !attempts.includes(entry)).map((entry) => momentBar(entry));
  const left = entries.filter((entry) => isLeft(entry) && attempts.includes(senderOf(entry, entries) as StepEntry));
  // Beside the bar, as it would cover it.
  const behind = (entry: JournalEntry) => senderOf(entry, entries)?.at ?? entry.at;
  const { tone, says } = stepLook(last.data.state);
  const count = Math.max(attempts.length, ...told.map(({ data }) => data.attempt ?? 0));
  const outcome = last.data.error ?? (last.data.state === "done" ? wording(last.data.result) : says);
  const notes = [
    last.data.state !== "done" && last.data.error && says,
    count > 1 && `attempt ${count}`,
    left.map(nameOf).join(", ") || outcome,
  ];
  const durationMs = attempts.at(-1)?.data.durationMs;
  return {
    id: `step-${first.data.phase ?? "steps"}-${first.data.step}`,
    kind: "step",
    phase: first.data.phase ?? "steps",
    label: first.data.step,
    tone,
    says: notes.filter(Boolean).join(", "),
    bars: [...bars, ...signs, ...left.map((entry) => leftBar(entry, behind(entry)))],
    lanes,
    ...(durationMs !== undefined && { durationMs }),
    entries: [...told, ...left].toSorted((a, b) => a.id - b.id),
  };
}

function pendingRow(name: string, phase: string): StepRow {
  return {
    id: `step-${phase}-${name}`,
    kind: "step",
    phase,
    label: name,
    tone: "idle",
    says: "not yet",
    bars: [],
    lanes: 1,
    entries: [],
  };
}

function attemptBar({ at, data }: StepEntry): Omit<Bar, "lane"> {
  const { tone, says } = stepLook(data.state);
  const name = data.attempt === undefined ? "" : `attempt ${data.attempt} `;
  return {
    kind: "attempt",
    from: at - (data.durationMs ?? 0),
    to: at,
    tone,
    says: `${name}${says}${data.error ? `: ${data.error}` : ""}`,
  };
}

function momentBar({ at, data }: StepEntry): Bar {
  const { tone, says } = stepLook(data.state);
  return { kind: data.state === "moved" ? "hand-over" : "moment", from: at, to: at, tone, says, lane: 0 };
}

function leftBar(entry: JournalEntry, at: number): Bar {
  const kind = entry.type === "event.put" ? "event" : "mail";
  const tone = entry.type === "mail.withheld" ? "bad" : "info";
  return { kind, from: at, to: at, tone, says: nameOf(entry), lane: 0 };
}

function nameOf(entry: JournalEntry): string {
  if (entry.type === "event.put") return `event ${entry.data.detailType}`;
  if (entry.type === "mail.withheld") return `mail “${entry.data.subject}” reaches nobody`;
  return entry.type === "mail.sent" ? `mail “${entry.data.subject}”` : "";
}

function isLeft({ type, invocationId }: JournalEntry): boolean {
  return Boolean(invocationId) && (type === "mail.sent" || type === "mail.withheld" || type === "event.put");
}

/** The attempt that a mail or an event is of: its result names it, else it is the next in the same invocation to tell how it ended. */
function senderOf(entry: JournalEntry, entries: readonly JournalEntry[]): StepEntry | undefined {
  const id = entry.type === "event.put" ? entry.data.eventId : "messageId" in entry.data ? entry.data.messageId : undefined;
  const told = entries.filter(
    (one): one is StepEntry =>
      one.type === "step" && one.invocationId === entry.invocationId && one.id > entry.id && isAttempt(one),
  );
  return told.find(({ data }) => id !== undefined && JSON.stringify(data.result ?? null).includes(id)) ?? told[0];
}
