import type { Phase } from "../onboarding/onboarding.ts";

/** One line of a handler's log. It never holds an e-mail address, a phone number, a name, a token or any other value of the user. */
export interface LogLine {
  level: "info" | "warn" | "error";
  message: string;
  userPoolId?: string;
  sub?: string;
  phase?: Phase;
  step?: string;
  /** How an attempt of the step ended. `moved`: left to the worker. */
  state?: "done" | "failed" | "unknown" | "skipped" | "gave up" | "moved";
  attempt?: number;
  durationMs?: number;
  /** In the line that ends the step: how often nobody could tell whether its effect had happened. `done` was resent then. */
  unknowns?: number;
  /** Only where it is known to hold no personal data. */
  result?: unknown;
  /** Name and redacted message, as `describeError` gives it. */
  error?: string;
  /** Counts the line under this name in CloudWatch, namespace `Foyer`: something to set an alarm on. */
  metric?: "TriggerFailures" | "StepsGivenUp" | "UsersParked";
  /** For the same namespace: how long ago Foyer first heard of the user who is the longest neither done nor waiting. */
  oldestUnfinishedSeconds?: number;
}

/** Writes the line to stdout as one JSON object. `console.log` would put Lambda's own prefix before it. */
export function log({ metric, oldestUnfinishedSeconds, ...line }: LogLine): void {
  const metrics = {
    ...(metric && measured(line, metric, 1, "Count")),
    ...(oldestUnfinishedSeconds !== undefined && measured(line, "OldestUnfinishedSeconds", oldestUnfinishedSeconds, "Seconds")),
  };
  process.stdout.write(`${JSON.stringify({ ...line, ...metrics })}\n`);
}

/** CloudWatch's embedded metric format: a metric without an API call, for the account and for the user pool that the line names. */
function measured({ userPoolId }: LogLine, name: string, value: number, unit: "Count" | "Seconds"): Record<string, unknown> {
  const Dimensions = [[], ...(userPoolId === undefined ? [] : [["userPoolId"]])];
  const CloudWatchMetrics = [{ Namespace: "Foyer", Dimensions, Metrics: [{ Name: name, Unit: unit }] }];
  return { [name]: value, _aws: { Timestamp: Date.now(), CloudWatchMetrics } };
}
