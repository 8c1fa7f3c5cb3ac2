import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { StepError, StepSkipped } from "../onboarding/errors.ts";
import { stepKey } from "../onboarding/execution-name.ts";
import { classify, describeError, type Failure } from "../onboarding/failure.ts";
import { type Json, storableResult } from "../onboarding/json.ts";
import type { Ledger } from "../onboarding/ledger.ts";
import type { EntryKey, StepRecord, StepState } from "../onboarding/ledger-entry.ts";
import type { DeclaredStep } from "../onboarding/onboarding.ts";
import type { Step } from "../onboarding/step.ts";
import { type LogLine, log } from "./log.ts";

/** What one attempt to run one step for one user needs. */
export interface AttemptInput {
  ledger: Ledger;
  key: EntryKey;
  declared: DeclaredStep;
  /** What the ledger said of the step just before. */
  before: StepRecord | undefined;
  user: ConfirmedUser;
  input: unknown;
  /** When the entry was opened, in milliseconds since the epoch. */
  openedAt: number;
  /** Of the entry: which run of the onboarding it is. */
  generation: number;
  /** Who tries: the name of the execution, or of the trigger's invocation. */
  owner: string;
  /** Aborted when the time of the attempt is over. */
  signal: AbortSignal;
  /** When a failure ends the step: the trigger leaves that to the worker. */
  giveUp: "never" | "if permanent" | "now";
}

/** How an attempt ended. All but `failed` are for good, and `result` is the stored one. */
export type Outcome =
  | { state: Exclude<StepState, "pending" | "started">; result?: Json }
  | { state: "failed"; error: string; retry: boolean; awaitsEvent?: boolean; retryAfterSeconds?: number };

/** How the effect itself ended. */
export type Effect =
  | { state: "done"; result?: Json }
  | { state: "skipped"; reason: string }
  | (Failure & { state: "failed"; error: string });

/** One attempt under way: runs the effect, writes down how it ended in the ledger and says it in the log. */
export class StepAttempt {
  readonly it: AttemptInput;
  readonly number: number;
  readonly startedAt = Date.now();
  readonly #started = performance.now();

  constructor(it: AttemptInput) {
    this.it = it;
    this.number = (it.before?.attempts ?? 0) + 1;
  }

  /** Runs the step's work. Ends when the work ends or its time is over, whichever is first. */
  async effect(): Promise<Effect> {
    const { declared, key, user, input, signal, openedAt, generation } = this.it;
    const call = {
      step: declared.name,
      key: stepKey(key.userPoolId, key.sub, declared.name, key.reset),
      signal,
      attempt: this.number,
      openedAt,
      generation,
      ...(key.reset !== undefined && { reset: key.reset }),
    };
    try {
      const work = (async () => declared.step.run(user, input as never, call))();
      work.catch(() => {}); // Once its time is over, nobody else listens.
      const result = await Promise.race([work, aborted(signal)]);
      return { state: "done", result: storableResult(declared.name, result) };
    } catch (error) {
      const described = describeError(error, Object.values(user.attributes));
      if (error instanceof StepSkipped) return { state: "skipped", reason: described.slice(`${error.name}: `.length) };
      return { state: "failed", ...classify(error), error: described };
    }
  }

  /** The step is finished: done, skipped, or of unknown outcome and assumed to have happened. */
  async finish(
    end: { state: "done" | "unknown"; result?: Json } | { state: "skipped"; reason: string },
    message: string,
    unknowns?: number,
  ): Promise<Outcome> {
    if (!(await this.#record({ ...end, unknowns }))) return this.#finishedElsewhere();
    const result = end.state === "skipped" ? end.reason : loggedResult(this.it.declared.step, end);
    this.#log({
      level: end.state === "unknown" ? "warn" : "info",
      message,
      state: end.state,
      ...(unknowns && { unknowns }),
      ...(result !== undefined && { result }),
    });
    return { state: end.state, result: "result" in end ? end.result : undefined };
  }

  /** The attempt failed. The step stays pending, or gives up if that is what `giveUp` says. */
  async fail(
    failure: Partial<Failure> & { retry: boolean; error: string; state?: "failed" | "unknown" },
    unknowns?: number,
  ): Promise<Outcome> {
    const { giveUp } = this.it;
    const ends = giveUp === "now" || (giveUp === "if permanent" && !failure.retry);
    const happened = ends && failure.happened === "yes" ? true : undefined;
    await this.#record({ state: ends ? "gave-up" : "pending", reason: failure.error, unknowns, happened });
    if (!ends) {
      const message = failure.state === "unknown" ? "nobody can tell whether it happened: to be resent" : "the attempt failed";
      this.#log({ level: "warn", message, state: failure.state ?? "failed", error: failure.error });
      const awaitsEvent = failure.state === "unknown" && this.it.declared.step.settledByEvents === true;
      const { error, retry, retryAfterSeconds } = failure;
      const pause = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      return { state: "failed", error, retry, ...(awaitsEvent && { awaitsEvent }), ...pause };
    }
    this.#log({ level: "error", message: "the step gave up", state: "gave up", error: failure.error, metric: "StepsGivenUp" });
    return { state: "gave-up" };
  }

  /** Cognito's attempts overlap: another one finished the step meanwhile, and what it wrote stays. */
  async #finishedElsewhere(): Promise<Outcome> {
    const { ledger, key, declared } = this.it;
    log({
      level: "info",
      message: `another attempt finished step '${declared.name}' before`,
      userPoolId: key.userPoolId,
      sub: key.sub,
    });
    return { state: "done", result: (await ledger.get(key))?.steps[declared.name]?.result };
  }

  async #record(end: Pick<StepRecord, "state" | "result" | "reason" | "unknowns" | "happened">): Promise<boolean> {
    const { ledger, key, declared, owner } = this.it;
    const durationMs = this.#durationMs();
    const record: StepRecord = {
      ...end,
      attempts: this.number,
      replay: declared.step.replay,
      startedAt: this.startedAt,
      endedAt: Date.now(),
      durationMs,
      owner,
    };
    return ledger.record(key, declared.name, record, declared.step.replay === "unknown" ? owner : undefined);
  }

  #durationMs(): number {
    return Math.round(performance.now() - this.#started);
  }

  #log(line: Pick<LogLine, "level" | "message" | "state" | "result" | "error" | "metric">): void {
    const { key, declared } = this.it;
    const { level, message, ...rest } = line;
    const about = { userPoolId: key.userPoolId, sub: key.sub, phase: declared.phase, step: declared.name };
    log({ level, message, ...about, attempt: this.number, durationMs: this.#durationMs(), ...rest });
  }
}

/** What a log line may show of a result. */
function loggedResult({ logsResult }: Step, end: { result?: Json }): Json | undefined {
  return logsResult ? end.result : undefined;
}

/** Rejects when the signal is aborted. What was under way may have happened. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(new StepError("the time of the attempt was over", { retry: true, happened: "maybe" }));
    if (signal.aborted) refuse();
    else signal.addEventListener("abort", refuse, { once: true });
  });
}
