import assert from "node:assert/strict";

export const functions = ["foyer-trigger", "foyer-worker"] as const;

/**
 * The AWS calls of an onboarding that have an effect or mark one, by service. What comes after one of them comes before the next: reads
 * between them leave nothing behind.
 */
export type Effects = readonly (readonly [service: string, operation: string])[];

/** Those of examples/welcome. */
export const welcomeEffects: Effects = [
  ["dynamodb", "PutItem"],
  ["dynamodb", "UpdateItem"],
  ["cognito-idp", "AdminAddUserToGroup"],
  ["lambda", "Invoke"],
  ["lambda", "CheckpointDurableExecution"],
  ["sesv2", "SendEmail"],
  ["events", "PutEvents"],
];

/** The place in a flow right after one of its effects or marks. */
export interface Boundary {
  service: string;
  operation: string;
  callerFunction: string;
  /** So many calls of the operation come before. */
  after: number;
}

/** Faults that never strike and count the effects and marks meanwhile. */
export function countersOf(effects: Effects) {
  return functions.flatMap((callerFunction) =>
    effects.map(
      ([service, operation]) => ({ service, operation, callerFunction, kind: "latency", ms: 0, after: 1_000_000 }) as const,
    ),
  );
}

/** The boundaries of a flow that one user has gone through, from what the counters have seen. */
export function boundariesOf(
  effects: Effects,
  counted: readonly { service?: string; operation?: string; callerFunction?: string; seen: number }[],
): Boundary[] {
  const boundaries = counted.flatMap(({ service = "", operation = "", callerFunction = "", seen }) =>
    Array.from({ length: seen }, (_, after) => ({ service, operation, callerFunction, after })),
  );
  for (const [, operation] of effects)
    assert.ok(
      boundaries.some((each) => each.operation === operation),
      `the flow calls no ${operation}`,
    );
  return boundaries;
}
