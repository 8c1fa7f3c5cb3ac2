import { type ConfirmedUser, confirmedUser } from "../onboarding/confirmed-user.ts";
import type { Json } from "../onboarding/json.ts";
import type { Step, StepCall } from "../onboarding/step.ts";

/** A user as a step receives one. */
export function testUser(attributes: Record<string, string> = {}): ConfirmedUser {
  const facts = { sub: "ann", userPoolId: "us-east-1_Test", userName: "ann", origin: "sign-up", metadata: {} } as const;
  return confirmedUser(facts, { sub: "ann", email: "ann@example.com", email_verified: "true", ...attributes });
}

/** Runs a step by itself, as its name would be `step`. */
export function runAlone(step: Step<"safe" | "keyed" | "unknown", void, unknown>, user = testUser()): Promise<Json | undefined> {
  return runAttempt(step, { user });
}

/** The same with what an attempt is told otherwise. */
export function runAttempt(
  step: Step<"safe" | "keyed" | "unknown", void, unknown>,
  { user = testUser(), ...call }: Partial<StepCall> & { user?: ConfirmedUser } = {},
): Promise<Json | undefined> {
  const { signal } = new AbortController();
  const openedAt = Date.parse("2026-11-21T10:00:00Z");
  return step.run(user, undefined, { step: "step", key: "key-of-ann", signal, attempt: 1, openedAt, generation: 0, ...call });
}
