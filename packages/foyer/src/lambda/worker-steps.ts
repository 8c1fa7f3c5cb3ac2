import type { DurableContext } from "@aws/durable-execution-sdk-js";
import { type ConfirmedUser, confirmedUser, type FlowUser } from "../onboarding/confirmed-user.ts";
import { type Duration, durationSeconds } from "../onboarding/duration.ts";
import { OnboardingError, StepGaveUp } from "../onboarding/errors.ts";
import { describeError } from "../onboarding/failure.ts";
import type { FlowSteps } from "../onboarding/flow.ts";
import type { Json } from "../onboarding/json.ts";
import type { Ledger } from "../onboarding/ledger.ts";
import type { EntryKey } from "../onboarding/ledger-entry.ts";
import type { DeclaredStep } from "../onboarding/onboarding.ts";
import { readUser } from "../onboarding/read-user.ts";
import type { Steps } from "../onboarding/step.ts";
import { FlowStopped, Superseded, UserGone } from "./ended.ts";
import { log } from "./log.ts";
import { EVENT_WAIT_SECONDS, PauseBeforeRetry, retryUpTo } from "./retry.ts";
import { runStep } from "./run-step.ts";
import { stoppable } from "./stop-when.ts";

/** The longest attempt of a step; shorter if Lambda would end the invocation before. */
const ATTEMPT_MS = 60_000;

/** How a durable step answers; it is checkpointed, so it holds no personal data. */
type Answer =
  | { state: "finished"; result?: Json }
  | { state: "gave up" }
  | { state: "user gone"; reason: string }
  | { state: "stopped"; reason: string }
  | { state: "superseded" };

/** The steps of one execution as durable steps, one at a time: the linear subset of the SDK, whose replay is by position. */
export class WorkerSteps {
  readonly user: FlowUser;
  /** The names of the steps that gave up. */
  readonly gaveUp: string[] = [];
  readonly #context: DurableContext;
  readonly #ledger: Ledger;
  readonly #key: EntryKey;
  readonly #generation: number;
  readonly #maxAttempts: number;
  readonly #calls = new Map<string, number>();
  readonly #waits = new Map<Duration, number>();
  #last: Promise<unknown> = Promise.resolve();
  #ended: UserGone | FlowStopped | Superseded | undefined;

  constructor(of: {
    context: DurableContext;
    ledger: Ledger;
    key: EntryKey;
    user: FlowUser;
    generation: number;
    maxAttempts: number;
  }) {
    this.user = Object.freeze(of.user);
    this.#context = of.context;
    this.#ledger = of.ledger;
    this.#key = of.key;
    this.#generation = of.generation;
    this.#maxAttempts = of.maxAttempts;
  }

  /** The functions that a flow's body calls. @param stops the questions of which a yes ends the flow */
  forFlow(steps: readonly DeclaredStep[], stops: readonly DeclaredStep[] = []): FlowSteps<Steps> {
    const functions = steps.map((declared) => [declared.name, (input: unknown) => this.run(declared, input, stops)]);
    return Object.freeze({ ...Object.fromEntries(functions), sleep: (duration: Duration) => this.#sleep(duration) });
  }

  /** Ends when every call has ended, also one that the flow did not await. */
  async settled(): Promise<void> {
    await this.#last;
    if (this.#ended) throw this.#ended;
  }

  /**
   * Runs the step to its end, through retries. @returns its result
   * @throws UserGone, FlowStopped, Superseded, and StepGaveUp if a flow needs the result of a step that gave up
   */
  run(called: DeclaredStep, input?: unknown, stops: readonly DeclaredStep[] = []): Promise<unknown> {
    return this.#inTurn(async () => {
      const declared = this.#call(called);
      const { name, step } = declared;
      const answer = await this.#durably(declared, input, stops);
      if (answer.state === "user gone") this.#ended = new UserGone(answer.reason);
      if (answer.state === "stopped") this.#ended = new FlowStopped(answer.reason);
      if (answer.state === "superseded") this.#ended = new Superseded();
      if (this.#ended) throw this.#ended;
      if (answer.state === "finished") return step.givesResult ? answer.result : undefined;
      this.gaveUp.push(name);
      if (step.givesResult) throw new StepGaveUp(name);
      return undefined;
    });
  }

  /** Runs a step that nobody waits for the result of: when it gives up, the others go on. */
  async runAlone(declared: DeclaredStep): Promise<void> {
    await this.run(declared).catch((error) => {
      if (!(error instanceof StepGaveUp)) throw error;
    });
  }

  /** The step as it is called now: a question that was asked before is another step, with a record and an answer of its own. */
  #call(declared: DeclaredStep): DeclaredStep {
    const { name, step } = declared;
    const nth = (this.#calls.get(name) ?? 0) + 1;
    this.#calls.set(name, nth);
    if (nth === 1) return declared;
    if (step.question) return { ...declared, name: `${name}, ${nth}` };
    throw new OnboardingError(`Cannot call step '${name}' again as each step runs at most once for a user`);
  }

  #sleep(duration: Duration): Promise<void> {
    return this.#inTurn(async () => {
      const nth = (this.#waits.get(duration) ?? 0) + 1;
      this.#waits.set(duration, nth);
      const wait = nth === 1 ? duration : `${duration}, ${nth}`;
      const seconds = await this.#secondsLeft(wait, durationSeconds(duration));
      if (seconds > 0) await this.#context.wait(`sleep ${duration}`, { seconds });
    });
  }

  /** The whole wait, or what is left of it where an execution before this one had begun it. */
  async #secondsLeft(wait: string, seconds: number): Promise<number> {
    const note = async () => {
      const now = Date.now();
      const until = await this.#ledger.wait(this.#key, wait, now + seconds * 1_000);
      return Math.max(Math.ceil((until - now) / 1_000), 0);
    };
    return this.#context.step(`foyer.sleep ${wait}`, note, { retryStrategy: retryUpTo(this.#maxAttempts) });
  }

  async #durably(declared: DeclaredStep, input: unknown, stops: readonly DeclaredStep[]): Promise<Answer> {
    const run = ({ attempt }: { attempt: number }) => this.#attempt(declared, input, attempt, stops);
    try {
      return await this.#context.step(declared.name, run, { retryStrategy: retryUpTo(this.#maxAttempts) });
    } catch (error) {
      // A day without the ledger or the pool: nothing could be written down, so it is said here.
      const { userPoolId, sub } = this.#key;
      const { phase, name: step } = declared;
      const state = "gave up" as const;
      log({
        level: "error",
        message: "the step gave up",
        userPoolId,
        sub,
        phase,
        step,
        state,
        error: describeError(error),
        metric: "StepsGivenUp",
      });
      return { state };
    }
  }

  async #attempt(declared: DeclaredStep, input: unknown, attempt: number, stops: readonly DeclaredStep[]): Promise<Answer> {
    const entry = await this.#ledger.get(this.#key);
    if (entry && (entry.generation ?? 0) !== this.#generation) return { state: "superseded" };
    const before = entry?.steps[declared.name];
    // Read at each attempt, so that a user who was deleted or disabled during a wait is left alone.
    const user = await this.#readUser();
    if (typeof user === "string") return { state: "user gone", reason: user };
    let stopped: string | undefined;
    const outcome = await runStep({
      ledger: this.#ledger,
      key: this.#key,
      declared: stoppable(declared, stops, (why) => {
        stopped = why;
      }),
      before,
      user,
      input,
      openedAt: entry?.openedAt ?? Date.now(),
      generation: this.#generation,
      owner: this.#context.executionContext.durableExecutionArn,
      signal: AbortSignal.timeout(
        Math.max(Math.min(ATTEMPT_MS, this.#context.lambdaContext.getRemainingTimeInMillis() - 1_000), 1),
      ),
      giveUp: attempt >= this.#maxAttempts ? "now" : "if permanent",
    });
    // Thrown for the SDK, whose retry is by throwing; it is checkpointed, and `describeError` has redacted it.
    if (outcome.state === "failed")
      throw new PauseBeforeRetry(outcome.error, outcome.awaitsEvent ? EVENT_WAIT_SECONDS : (outcome.retryAfterSeconds ?? 1));
    if (stopped !== undefined) return { state: "stopped", reason: stopped };
    return outcome.state === "gave-up" ? { state: "gave up" } : { state: "finished", result: outcome.result };
  }

  async #readUser(): Promise<ConfirmedUser | "user deleted" | "user disabled"> {
    const user = await readUser(this.#key);
    if (!user) return "user deleted";
    if (!user.enabled) return "user disabled";
    return confirmedUser({ ...this.user, userName: user.userName }, user.attributes);
  }

  /** One call after the other, whatever the flow does: `Promise.all` over steps runs them in their order. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => {
      if (this.#ended) throw this.#ended;
      return work();
    });
    this.#last = mine.catch(() => {});
    return mine;
  }
}
