import type { Timeline } from "@foyer/local";
import { inOrder, type Mark, type Row, type RowAt } from "./row.ts";
import { amount, dateAndTime } from "./times.ts";
import { ending, wording } from "./wording.ts";

export interface RowsOptions {
  /** What the onboarding declares; of a phase that waits, the steps that were not tried are shown as such. */
  steps?: readonly { name: string; phase: string }[] | undefined;
  /** Default: that of this machine. */
  timeZone?: string | undefined;
}

/**
 * The rows of what the local AWS knows of one user: what Cognito did, the trigger's attempts, and for each phase its steps, the
 * mails and events that left meanwhile, and the wait that is pending.
 */
export function rowsOfTimeline(timeline: Timeline, { steps = [], timeZone }: RowsOptions = {}): Row[] {
  const left = [
    ...timeline.mails.map(mailRow),
    ...(timeline.withheldMails ?? []).map(withheldMailRow),
    ...timeline.events.map(eventRow),
  ];
  const waits = timeline.executions.flatMap((execution) => waitRow(execution, timeline, timeZone) ?? []);
  const blocks: Row[][] = [];
  for (const phase of new Set([...timeline.steps.map(phaseOf), ...waits.map((wait) => wait.phase)])) {
    const ran = timeline.steps.filter((step) => phaseOf(step) === phase).map(stepRow);
    const meanwhile = left.filter(({ span }) => ran.some((step) => step.span.from <= span.from && span.from <= step.span.to));
    const waiting = waits.filter((wait) => wait.phase === phase).map(({ row }) => row);
    const tried = new Set(ran.map(({ label }) => label));
    const untried = waiting.length ? steps.filter((step) => step.phase === phase && !tried.has(step.name)).map(untriedRow) : [];
    const rows = [...inOrder([...ran, ...meanwhile, ...waiting]), ...untried];
    blocks.push([{ mark: "heading", label: phase, note: "" }, ...rows.map((row) => ({ ...row, indented: true }))]);
    for (const row of meanwhile) left.splice(left.indexOf(row), 1);
  }
  const alone = [...cognitoRows(timeline), ...timeline.triggers.map((attempt) => triggerRow(attempt, timeline)), ...left];
  blocks.push(...alone.map((row) => [row]));
  return blocks.toSorted((a, b) => startOf(a) - startOf(b)).flat();
}

// The other statuses are of users whom an administrator, an import or an identity provider brought.
const selfMade = ["UNCONFIRMED", "CONFIRMED"];

function startOf(block: Row[]): number {
  return block.find(({ span }) => span)?.span?.from ?? 0;
}

function cognitoRows({ signedUpAt, signedUpAs = "", confirmations, signIns, deletedAt }: Timeline): RowAt[] {
  const moment = (at: number, label: string, note: string): RowAt => ({
    mark: "moment",
    label,
    span: { from: at, to: at },
    note,
  });
  return [
    ...(signedUpAt === undefined
      ? []
      : [moment(signedUpAt, selfMade.includes(signedUpAs) ? "signed up" : "created", signedUpAs)]),
    ...confirmations.map(({ at, by }) => moment(at, by === "ConfirmForgotPassword" ? "password reset" : "confirmed", `by ${by}`)),
    ...signIns.map(({ at, groups }) => moment(at, "signed in", `groups in the ID token: ${groups.join(", ") || "none"}`)),
    ...(deletedAt === undefined ? [] : [moment(deletedAt, "deleted", "")]),
  ];
}

function triggerRow(
  { at, triggerSource, attempt, outcome, durationMs, error }: Timeline["triggers"][number],
  { invocations }: Timeline,
): RowAt {
  const to = at + (durationMs ?? 0);
  const cold = invocations.some((invocation) => invocation.coldStart && invocation.at >= at && invocation.at <= to);
  const notes = [
    triggerSource,
    attempt > 1 && `attempt ${attempt}`,
    cold && "cold start",
    outcome === "no-answer" && "no answer in time",
    error,
  ];
  const mark: Mark = outcome === undefined ? "pending" : outcome === "ok" ? "done" : "failed";
  return { mark, label: "trigger", span: { from: at, to }, durationMs, note: notes.filter(Boolean).join(", ") };
}

const stepMarks: Record<string, Mark> = {
  done: "done",
  failed: "failed",
  unknown: "unknown",
  skipped: "skipped",
  "gave up": "gave up",
  moved: "moved",
};

function stepRow({ step, state, attempts, endedAt, durationMs = 0, unknowns, result, error }: Timeline["steps"][number]): RowAt {
  // A skipped step has no result but the words that say why.
  const why = state === "skipped" && typeof result === "string" ? result : undefined;
  const notes = [ending(state, unknowns), attempts > 1 && `attempt ${attempts}`, error ?? why ?? wording(result)];
  const span = { from: endedAt - durationMs, to: endedAt };
  return { mark: stepMarks[state] ?? "pending", label: step, span, durationMs, note: notes.filter(Boolean).join(", ") };
}

function phaseOf({ phase = "steps" }: Timeline["steps"][number]): string {
  return phase;
}

function mailRow({ at, subject, from, medium }: Timeline["mails"][number]): RowAt {
  const isText = medium === "sms";
  const note = isText ? `from ${from}` : `“${subject}” from ${from}`;
  return { mark: "mail", label: isText ? "text message" : "mail", span: { from: at, to: at }, note };
}

function withheldMailRow({ at, subject, reason }: NonNullable<Timeline["withheldMails"]>[number]): RowAt {
  return { mark: "failed", label: "mail", span: { from: at, to: at }, note: `“${subject}” reaches nobody: ${reason}` };
}

function eventRow({ at, detailType, source }: Timeline["events"][number]): RowAt {
  return { mark: "event", label: "event", span: { from: at, to: at }, note: `${detailType} from ${source}` };
}

function waitRow(
  { name, startedAt, waitingUntil }: Timeline["executions"][number],
  { steps }: Timeline,
  timeZone: string | undefined,
) {
  if (waitingUntil === undefined) return undefined;
  // `executionName` of Foyer begins the name of a password reset's execution so.
  const isReset = name.startsWith("reset-");
  const phase = isReset ? "onPasswordReset" : "afterwards";
  // An execution begins to wait right after the step before.
  const before = steps.filter((step) => (step.phase === "onPasswordReset") === isReset);
  const since = Math.max(startedAt, ...before.map(({ endedAt }) => endedAt));
  const note = `${amount(waitingUntil - since)}, until ${dateAndTime(waitingUntil, timeZone)}`;
  const row: RowAt = { mark: "waiting", label: "wait", span: { from: since, to: since }, note };
  return { phase, row };
}

function untriedRow({ name }: { name: string }): Row {
  return { mark: "pending", label: name, note: "not yet" };
}
