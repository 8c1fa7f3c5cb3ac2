import { type ConfirmedUser, confirmedUser } from "../onboarding/confirmed-user.ts";
import type { Json } from "../onboarding/json.ts";
import type { Step } from "../onboarding/step.ts";

/** A user as a step receives one. */
export function testUser(attributes: Record<string, string> = {}): ConfirmedUser {
  const facts = { sub: "ann", userPoolId: "us-east-1_Test", userName: "ann", origin: "sign-up", metadata: {} } as const;
  return confirmedUser(facts, { sub: "ann", email: "ann@example.com", email_verified: "true", ...attributes });
}

/** Runs a step by itself, as its name would be `step`. */
export function runAlone(step: Step<"safe" | "keyed" | "unknown", void, unknown>, user = testUser()): Promise<Json | undefined> {
  return step.run(user, undefined, { step: "step", key: "key-of-ann", signal: new AbortController().signal, attempt: 1 });
}
