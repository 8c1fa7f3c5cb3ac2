import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { describeError } from "../onboarding/failure.ts";
import type { Ledger } from "../onboarding/ledger.ts";
import type { EntryKey, LedgerEntry } from "../onboarding/ledger-entry.ts";
import type { DeclaredStep, Onboarding } from "../onboarding/onboarding.ts";
import { startWorker } from "../onboarding/start-worker.ts";
import type { Budget } from "./budget.ts";
import { log } from "./log.ts";
import { over } from "./over.ts";
import { runStep } from "./run-step.ts";

/** An open entry and the one invocation that sees to it. */
export interface OnboardNow {
  onboarding: Onboarding;
  ledger: Ledger;
  budget: Budget;
  entry: LedgerEntry;
  user: ConfirmedUser;
  /** The invocation's name. */
  owner: string;
}

/** Runs what runs before the first sign-in, all together, within the budget, and leaves the rest to the worker. */
export async function onboardNow(now: OnboardNow): Promise<void> {
  const { onboarding, ledger, budget, entry } = now;
  const steps = onboarding.steps.filter(({ phase }) => phase === "beforeFirstSignIn");
  const finished = await Promise.all(steps.map((declared) => runNow(now, declared)));
  const { generation } = entry;
  const key = keyOf(entry);
  if (finished.every(Boolean) && !onboarding.definition.afterwards)
    await ledger.close(key, "complete", { generation, signal: budget.answer });
  else await startWorker(key, { generation, signal: budget.answer });
}

async function runNow({ ledger, budget, entry, user, owner }: OnboardNow, declared: DeclaredStep): Promise<boolean> {
  const signal = budget.steps;
  const key = keyOf(entry);
  const about = { ...key, phase: declared.phase, step: declared.name };
  const before = entry.steps[declared.name];
  const { openedAt, generation = 0 } = entry;
  const attempt = runStep({
    ledger,
    key,
    declared,
    before,
    user,
    input: undefined,
    openedAt,
    generation,
    owner,
    signal,
    giveUp: "never",
  });
  try {
    const outcome = await Promise.race([attempt, over(signal)]);
    if (outcome && outcome.state !== "failed") return true;
  } catch (error) {
    const described = describeError(error, Object.values(user.attributes));
    log({ level: "warn", message: "the ledger was not told", ...about, error: described });
  }
  log({ level: "info", message: "left to the worker", ...about, state: "moved" });
  return false;
}

function keyOf({ userPoolId, sub }: LedgerEntry): EntryKey {
  return { userPoolId, sub };
}
