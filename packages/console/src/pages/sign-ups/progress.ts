import type { SignUp } from "@foyer/local";
import { stepLook } from "../../step-tone.ts";
import { amount } from "../../times.ts";
import type { Tone } from "../../ui/badge.tsx";

/** A step as the onboarding declares it. */
export interface DeclaredStep {
  name: string;
  phase: string;
}

/** How far somebody is: one segment a step, and a word on the whole. */
export interface Progress {
  segments: { step: string; tone: Tone; says: string }[];
  says: string;
  tone: Tone;
}

/** What the steps of a sign-up come to at the moment `now`, those not tried yet included. A password reset has steps of its own. */
export function progressOf(signUp: SignUp, declared: readonly DeclaredStep[], now: number): Progress {
  const ran = new Map(signUp.steps.filter(({ phase }) => phase !== "onPasswordReset").map((step) => [step.step, step.state]));
  const names = new Set([...declared.filter(({ phase }) => phase !== "onPasswordReset").map(({ name }) => name), ...ran.keys()]);
  const hasRun = ran.size > 0;
  const states = hasRun ? [...names].map((step) => ({ step, state: ran.get(step) ?? "pending" })) : [];
  const isWaiting = signUp.waitsUntil !== undefined && signUp.waitsUntil > now;
  const next = isWaiting ? states.find(({ state }) => state === "pending")?.step : undefined;
  const segments = states.map(({ step, state }) => ({
    step,
    ...(step === next ? { tone: "wait" as const, says: "after the wait" } : stepLook(state)),
  }));
  return { segments, ...wholeOf(signUp, states, now) };
}

function wholeOf(
  { status, confirmedAt, waitsUntil, trigger }: SignUp,
  states: { step: string; state: string }[],
  now: number,
): Pick<Progress, "says" | "tone"> {
  const stepWith = (state: string) => states.find((one) => one.state === state)?.step;
  const parked = stepWith("gave up");
  if (parked !== undefined) return { says: `Parked: ${parked} gave up`, tone: "bad" };
  const failed = stepWith("failed");
  if (failed !== undefined) return { says: `${failed} is tried again`, tone: "warn" };
  if (waitsUntil !== undefined && waitsUntil > now) return { says: `Waits ${amount(waitsUntil - now)}`, tone: "wait" };
  const left = states.filter(({ state }) => !["done", "skipped", "unknown"].includes(state)).length;
  if (states.length > 0 && left === 0) return { says: "Complete", tone: "good" };
  if (states.length > 0) return { says: `${states.length - left} of ${states.length}`, tone: "info" };
  if (confirmedAt === undefined && status === "UNCONFIRMED") return { says: "Not confirmed yet", tone: "idle" };
  if (trigger === "error") return { says: "The trigger failed", tone: "bad" };
  if (trigger === "no-answer") return { says: "The trigger did not answer", tone: "bad" };
  if (trigger === "under way") return { says: "The trigger runs", tone: "info" };
  if (trigger === "ok") return { says: "The trigger has run", tone: "good" };
  return { says: "Nothing has run", tone: "idle" };
}
