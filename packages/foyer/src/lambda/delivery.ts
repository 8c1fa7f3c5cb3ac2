import { type ConfirmedUser, confirmedUser, originOf } from "../onboarding/confirmed-user.ts";
import type { ConfirmationEvent } from "../onboarding/event.ts";
import { describeError } from "../onboarding/failure.ts";
import type { Ledger } from "../onboarding/ledger.ts";
import type { EntryKey, LedgerEntry } from "../onboarding/ledger-entry.ts";
import { type DeclaredStep, type Onboarding, resetSteps, signUpSteps } from "../onboarding/onboarding.ts";
import type { Budget } from "./budget.ts";
import { log } from "./log.ts";
import { runStep } from "./run-step.ts";
import { startWorker } from "./start-worker.ts";

/** The ledger could not be reached to open the user's entry. */
export class EntryNotOpened extends Error {
  override name = "EntryNotOpened";
}

/** One delivery of an event: what Cognito's one attempt does here. */
export class Delivery {
  readonly key: EntryKey;
  readonly #onboarding: Onboarding;
  readonly #ledger: Ledger;
  readonly #budget: Budget;
  readonly #confirmation: ConfirmationEvent;
  readonly #owner: string;

  constructor(onboarding: Onboarding, ledger: Ledger, budget: Budget, confirmation: ConfirmationEvent, owner: string) {
    this.#onboarding = onboarding;
    this.#ledger = ledger;
    this.#budget = budget;
    this.#confirmation = confirmation;
    this.#owner = owner;
    this.key = { userPoolId: confirmation.userPoolId, sub: confirmation.sub };
  }

  async handle(): Promise<void> {
    const entry = await this.#openEntry().catch((error) => this.#startWithoutEntry(error));
    if (this.#confirmation.kind === "sign-up") await this.#signUp(entry);
    else await this.#passwordReset(entry);
  }

  async #signUp(entry: LedgerEntry): Promise<void> {
    if (entry.status !== "open") return;
    const left = await this.#runBeforeFirstSignIn(entry);
    const { afterwards } = this.#onboarding.definition;
    if (left.length === 0 && !afterwards) await this.#ledger.close(this.key, "complete", undefined, this.#budget.answer);
    else await startWorker(this.key, this.#budget.answer);
  }

  /** Runs no sign-up step. A user whose first trigger was lost has an entry from here on, and is onboarded in the background. */
  async #passwordReset(entry: LedgerEntry): Promise<void> {
    const starts = entry.status === "open" ? [startWorker(this.key, this.#budget.answer)] : [];
    if (resetSteps(this.#onboarding).length > 0) starts.push(this.#startReset(entry));
    for (const start of await Promise.allSettled(starts)) if (start.status === "rejected") throw start.reason;
  }

  async #startReset(entry: LedgerEntry): Promise<void> {
    const { answer } = this.#budget;
    const key = { ...this.key, reset: await this.#ledger.resetId(this.key, Date.now(), answer) };
    const steps = resetSteps(this.#onboarding).map(({ name }) => name);
    await this.#ledger.open(key, { origin: entry.origin, metadata: this.#metadata(), steps }, answer);
    await startWorker(key, answer);
  }

  /** Runs the steps, all together. @returns the names of those that are left to the worker */
  async #runBeforeFirstSignIn(entry: LedgerEntry): Promise<string[]> {
    const user = this.#user(entry);
    const steps = this.#onboarding.steps.filter(({ phase }) => phase === "beforeFirstSignIn");
    const finished = await Promise.all(steps.map((declared) => this.#runStep(declared, entry, user)));
    return steps.flatMap(({ name }, index) => (finished[index] ? [] : [name]));
  }

  async #runStep(declared: DeclaredStep, entry: LedgerEntry, user: ConfirmedUser): Promise<boolean> {
    const signal = this.#budget.steps;
    const about = { ...this.key, phase: declared.phase, step: declared.name };
    const attempt = runStep({
      ledger: this.#ledger,
      key: this.key,
      declared,
      before: entry.steps[declared.name],
      user,
      input: undefined,
      owner: this.#owner,
      signal,
      giveUp: "never",
    });
    try {
      const outcome = await Promise.race([attempt, over(signal)]);
      if (outcome && outcome.state !== "failed") return true;
    } catch (error) {
      log({
        level: "warn",
        message: "the ledger was not told",
        ...about,
        error: describeError(error, Object.values(user.attributes)),
      });
    }
    log({ level: "info", message: "left to the worker", ...about, state: "moved" });
    return false;
  }

  async #openEntry(): Promise<LedgerEntry> {
    const { steps: signal } = this.#budget;
    const reset = this.#confirmation.kind === "password-reset";
    const origin = reset ? "password-reset" : originOf(this.#confirmation.userAttributes);
    const steps = signUpSteps(this.#onboarding).map(({ name }) => name);
    const about = { origin, metadata: reset ? {} : this.#metadata(), steps } as const;
    const entry = (await this.#ledger.open(this.key, about, signal)) ?? (await this.#ledger.get(this.key, signal));
    if (!entry) throw new EntryNotOpened("the entry was deleted while it was opened");
    return entry;
  }

  /** Without the ledger nobody knows what is done, so no step runs here; the worker opens the entry when it can. */
  async #startWithoutEntry(cause: unknown): Promise<never> {
    const start = this.#confirmation.kind === "sign-up" ? startWorker(this.key, this.#budget.answer) : Promise.resolve();
    const [started] = await Promise.allSettled([start]);
    const and = started?.status === "rejected" ? `, nor start the worker: ${describeError(started.reason)}` : "";
    throw new EntryNotOpened(`Cannot open the ledger entry: ${describeError(cause)}${and}`);
  }

  #user(entry: LedgerEntry): ConfirmedUser {
    const { userAttributes, userName } = this.#confirmation;
    return confirmedUser({ ...this.key, userName, origin: entry.origin, metadata: entry.metadata }, userAttributes);
  }

  #metadata(): Record<string, string> {
    const declared = this.#onboarding.definition.metadata ?? [];
    return Object.fromEntries(Object.entries(this.#confirmation.clientMetadata).filter(([name]) => declared.includes(name)));
  }
}

/** Ends when the signal is aborted. */
export function over(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
