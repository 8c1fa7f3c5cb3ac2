import { type ConfirmedUser, confirmedUser, originOf } from "../onboarding/confirmed-user.ts";
import type { ConfirmationEvent } from "../onboarding/event.ts";
import { describeError } from "../onboarding/failure.ts";
import type { Ledger } from "../onboarding/ledger.ts";
import { type EntryKey, type LedgerEntry, pendingSteps } from "../onboarding/ledger-entry.ts";
import { type Onboarding, resetSteps, signUpSteps } from "../onboarding/onboarding.ts";
import { startWorker } from "../onboarding/start-worker.ts";
import type { Budget } from "./budget.ts";
import { onboardNow } from "./onboard-now.ts";
import { openLate } from "./open-late.ts";

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
    await onboardNow({
      onboarding: this.#onboarding,
      ledger: this.#ledger,
      budget: this.#budget,
      entry,
      user: this.#user(entry),
      owner: this.#owner,
    });
  }

  /** Runs no sign-up step. A user whose first trigger was lost has an entry from here on, and is onboarded in the background. */
  async #passwordReset(entry: LedgerEntry): Promise<void> {
    const starts = entry.status === "open" ? [this.#startWorker(this.key, entry)] : [];
    if (resetSteps(this.#onboarding).length > 0) starts.push(this.#startReset(entry));
    for (const start of await Promise.allSettled(starts)) if (start.status === "rejected") throw start.reason;
  }

  async #startReset(entry: LedgerEntry): Promise<void> {
    const { answer } = this.#budget;
    const key = { ...this.key, reset: await this.#ledger.resetId(this.key, Date.now(), answer) };
    const steps = pendingSteps(resetSteps(this.#onboarding));
    await this.#ledger.open(key, { origin: entry.origin, metadata: this.#metadata(), steps }, answer);
    await this.#startWorker(key);
  }

  async #openEntry(): Promise<LedgerEntry> {
    const { steps: signal } = this.#budget;
    const known = async () => this.#ledger.get(this.key, signal);
    const entry =
      this.#confirmation.kind === "password-reset"
        ? ((await known()) ?? (await this.#openLate(signal)) ?? (await known()))
        : ((await this.#open(signal)) ?? (await known()));
    if (!entry) throw new EntryNotOpened("the entry was deleted while it was opened");
    return entry;
  }

  #open(signal: AbortSignal): Promise<LedgerEntry | undefined> {
    const origin = originOf(this.#confirmation.userAttributes);
    const about = { origin, metadata: this.#metadata(), steps: pendingSteps(signUpSteps(this.#onboarding)) };
    return this.#ledger.open(this.key, about, signal);
  }

  #openLate(signal: AbortSignal): Promise<LedgerEntry | undefined> {
    return openLate({ onboarding: this.#onboarding, ledger: this.#ledger, key: this.key, origin: "reset", signal });
  }

  /** Without the ledger nobody knows what is done, so no step runs here; the worker opens the entry when it can. */
  async #startWithoutEntry(cause: unknown): Promise<never> {
    const start = this.#confirmation.kind === "sign-up" ? this.#startWorker(this.key) : Promise.resolve();
    const [started] = await Promise.allSettled([start]);
    const and = started?.status === "rejected" ? `, nor start the worker: ${describeError(started.reason)}` : "";
    throw new EntryNotOpened(`Cannot open the ledger entry: ${describeError(cause)}${and}`);
  }

  async #startWorker(key: EntryKey, entry?: LedgerEntry): Promise<void> {
    await startWorker(key, { generation: entry?.generation, signal: this.#budget.answer });
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
