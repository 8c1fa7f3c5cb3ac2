import { isFinished, type StepRecord } from "../onboarding/ledger-entry.ts";
import { EVENT_WAIT_SECONDS } from "./retry.ts";
import { type AttemptInput, type Outcome, StepAttempt } from "./step-attempt.ts";

/** After so many unknown outcomes of one step, another resend would only be one more of the same. */
const MAX_UNKNOWNS = 3;

/** A claim of another owner that is younger than this may still be at work: longer than one request may take. */
const FOREIGN_CLAIM_MS = 60_000;

/**
 * Tries a step once, unless the ledger knows it as finished, and writes down how it ended. Does not throw for a failure of the step;
 * throws if the ledger cannot be reached.
 */
export async function runStep(input: AttemptInput): Promise<Outcome> {
  const { before, declared } = input;
  if (before && isFinished(before)) return { state: before.state as "done", result: before.result };
  const attempt = new StepAttempt(input);
  return declared.step.replay === "unknown" ? runOnce(attempt) : runAgain(attempt);
}

/** An effect that may run as often as it likes. */
async function runAgain(attempt: StepAttempt): Promise<Outcome> {
  const effect = await attempt.effect();
  return effect.state === "failed" ? attempt.fail(effect) : attempt.finish(effect, effect.state);
}

/** An effect whose receiver has no memory: claimed before it starts, so that an interruption is known afterwards and `ifUnknown` decides. */
async function runOnce(attempt: StepAttempt): Promise<Outcome> {
  const { ledger, key, declared, before, owner } = attempt.it;
  const interrupted = before?.state === "started" ? before : undefined;
  if (interrupted && interrupted.owner !== owner && Date.now() - (interrupted.startedAt ?? 0) < FOREIGN_CLAIM_MS)
    return contested;
  const unknowns = (before?.unknowns ?? 0) + (interrupted ? 1 : 0);
  const claim: StepRecord = {
    state: "started",
    attempts: attempt.number,
    replay: declared.step.replay,
    startedAt: attempt.startedAt,
    owner,
    unknowns,
  };
  if (!(await ledger.claim(key, declared.name, claim, interrupted))) return contested;
  if (interrupted) {
    const resolved = await resolve(attempt, unknowns, { retry: true, error: "an attempt was interrupted" });
    if (resolved) return resolved;
    // The event about it may be on its way still.
    if (declared.step.settledByEvents && Date.now() - (interrupted.startedAt ?? 0) < EVENT_WAIT_SECONDS * 1_000)
      return attempt.fail({ state: "unknown", retry: true, error: "an attempt was interrupted" }, unknowns);
  }

  const effect = await attempt.effect();
  if (effect.state !== "failed") return attempt.finish(effect, unknowns > 0 ? `${effect.state}, resent` : effect.state, unknowns);
  if (effect.happened !== "maybe") return attempt.fail(effect, unknowns);
  return (await resolve(attempt, unknowns + 1, effect)) ?? attempt.fail({ ...effect, state: "unknown" }, unknowns + 1);
}

/** Decides about an effect that may have happened. @returns undefined if it is to be sent again */
async function resolve(
  attempt: StepAttempt,
  unknowns: number,
  failure: { retry: boolean; error: string },
): Promise<Outcome | undefined> {
  if (attempt.it.declared.step.ifUnknown === "assume-sent") return attempt.finish({ state: "unknown" }, "assumed sent", unknowns);
  if (unknowns >= MAX_UNKNOWNS)
    return attempt.fail({ retry: false, error: `unknown outcome ${unknowns} times, the last: ${failure.error}` }, unknowns);
  return undefined;
}

const contested: Outcome = { state: "failed", retry: true, error: "another attempt of the step is under way" };
