import type { Clock } from "../clock.ts";
import type { Journal, JournalData, JournalEntry } from "../journal/journal.ts";
import { type UserDirectory, type UserState, userState } from "./foyer-api-users.ts";
import { foldSteps, type TimelineStep } from "./timeline-steps.ts";

/** What happened to one user: the user now, and the journal folded. Each list is in the order of time; moments are milliseconds. */
export interface Timeline {
  sub: string;
  /** Absent once the user is deleted. */
  user?: UserState;
  /** The groups that the user is in now. */
  groups: string[];
  signedUpAt?: number;
  /** The status that the user came with: UNCONFIRMED, FORCE_CHANGE_PASSWORD, EXTERNAL_PROVIDER, … */
  signedUpAs?: string;
  /** Every time that a confirmation fired the trigger: the sign-up's, and each password reset's. */
  confirmations: { at: number; by: string }[];
  /** With the groups that the ID token held. */
  signIns: { at: number; groups: string[] }[];
  triggers: TriggerAttempt[];
  invocations: TimelineInvocation[];
  steps: TimelineStep[];
  mails: ({ at: number } & JournalData["mail.sent"])[];
  /** Mails that SES took and sends to nobody; absent if there is none. */
  withheldMails?: ({ at: number } & JournalData["mail.withheld"])[];
  events: ({ at: number } & JournalData["event.put"])[];
  /** Calls of the user's functions that no policy allows; absent if there is none. */
  denials?: ({ at: number; invocationId?: string } & JournalData["access.denied"])[];
  executions: TimelineExecution[];
  /** The wait that ends next. */
  wait?: { executionArn: string; name: string; until: number };
  deletedAt?: number;
}

/** One attempt of Cognito; without an outcome it is under way. */
export type TriggerAttempt = { at: number } & JournalData["trigger.started"] &
  Partial<Pick<JournalData["trigger.answered"], "outcome" | "durationMs" | "error">>;

/** One run of a function; without an outcome it is under way. */
export type TimelineInvocation = { at: number; invocationId?: string } & JournalData["invocation.started"] &
  Partial<Pick<JournalData["invocation.ended"], "outcome" | "durationMs" | "error">>;

export interface TimelineExecution {
  executionArn: string;
  name: string;
  startedAt: number;
  /** RUNNING, or as the execution ended. */
  status: string;
  endedAt?: number;
  /** While it waits. */
  waitingUntil?: number;
}

/** Folds what the journal knows of one user. A user that nobody has heard of has an empty one. */
export function timelineOf(parts: { sub: string; journal: Journal; cognito: UserDirectory; clock: Clock }): Timeline {
  const { sub, journal, cognito, clock } = parts;
  const entries = journal.of(sub);
  const user = userState(cognito, sub);
  const executions = foldExecutions(entries, clock.now());
  const wait = executions
    .flatMap(({ executionArn, name, waitingUntil: until }) => (until === undefined ? [] : [{ executionArn, name, until }]))
    .sort((a, b) => a.until - b.until)[0];
  const signedUp = of(entries, "user.signed-up")[0];
  const withheldMails = of(entries, "mail.withheld").map(({ at, data }) => ({ at, ...data }));
  const denials = of(entries, "access.denied").map(({ at, data, invocationId }) => ({
    at,
    ...(invocationId && { invocationId }),
    ...data,
  }));
  const deletedAt = of(entries, "user.deleted").at(-1)?.at;
  return {
    sub,
    ...(user && { user }),
    groups: user?.groups ?? [],
    ...(signedUp && { signedUpAt: signedUp.at, signedUpAs: signedUp.data.status }),
    confirmations: of(entries, "user.confirmed").map(({ at, data }) => ({ at, by: data.by })),
    signIns: of(entries, "user.signed-in").map(({ at, data }) => ({ at, groups: data.groups })),
    triggers: foldTriggers(entries),
    invocations: foldInvocations(entries),
    steps: foldSteps(of(entries, "step")),
    mails: of(entries, "mail.sent").map(({ at, data }) => ({ at, ...data })),
    ...(withheldMails.length > 0 && { withheldMails }),
    events: of(entries, "event.put").map(({ at, data }) => ({ at, ...data })),
    ...(denials.length > 0 && { denials }),
    executions,
    ...(wait && { wait }),
    ...(deletedAt !== undefined && { deletedAt }),
  };
}

type EntryOf<T extends JournalEntry["type"]> = Extract<JournalEntry, { type: T }>;

function of<T extends JournalEntry["type"]>(entries: JournalEntry[], type: T): EntryOf<T>[] {
  return entries.filter((entry): entry is EntryOf<T> => entry.type === type);
}

function foldTriggers(entries: JournalEntry[]): TriggerAttempt[] {
  const attempts: TriggerAttempt[] = [];
  for (const { type, at, data } of entries) {
    if (type === "trigger.started") attempts.push({ at, ...data });
    if (type !== "trigger.answered") continue;
    const { triggerSource, attempt, outcome, durationMs, error } = data;
    const asked = attempts.findLast(
      (one) => one.triggerSource === triggerSource && one.attempt === attempt && one.outcome === undefined,
    );
    if (asked) Object.assign(asked, { outcome, durationMs }, error !== undefined && { error });
  }
  return attempts;
}

function foldInvocations(entries: JournalEntry[]): TimelineInvocation[] {
  const invocations: TimelineInvocation[] = [];
  for (const { type, at, data, invocationId } of entries) {
    if (type === "invocation.started") invocations.push({ at, ...(invocationId && { invocationId }), ...data });
    if (type !== "invocation.ended") continue;
    const started = invocations.findLast((one) => one.invocationId === invocationId && one.outcome === undefined);
    const { outcome, durationMs, error } = data;
    if (started) Object.assign(started, { outcome, durationMs }, error !== undefined && { error });
  }
  return invocations;
}

function foldExecutions(entries: JournalEntry[], now: number): TimelineExecution[] {
  const executions = new Map<string, TimelineExecution>();
  for (const { type, at, data } of entries) {
    if (type === "execution.started")
      executions.set(data.executionArn, {
        executionArn: data.executionArn,
        name: data.name,
        startedAt: at,
        status: "RUNNING",
      });
    else if (type === "execution.waiting") {
      const execution = executions.get(data.executionArn);
      if (execution && data.until > now) execution.waitingUntil = data.until;
    } else if (type === "execution.ended") {
      const execution = executions.get(data.executionArn);
      if (!execution) continue;
      Object.assign(execution, { status: data.status, endedAt: at });
      delete execution.waitingUntil;
    }
  }
  return [...executions.values()];
}
