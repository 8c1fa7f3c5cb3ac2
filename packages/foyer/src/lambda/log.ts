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
}

/** Writes the line to stdout as one JSON object. `console.log` would put Lambda's own prefix before it. */
export function log({ metric, ...line }: LogLine): void {
  process.stdout.write(`${JSON.stringify(metric ? { ...line, ...counted(metric) } : line)}\n`);
}

/** CloudWatch's embedded metric format: a metric without an API call. */
function counted(metric: string): Record<string, unknown> {
  const metrics = [{ Namespace: "Foyer", Dimensions: [[]], Metrics: [{ Name: metric, Unit: "Count" }] }];
  return { [metric]: 1, _aws: { Timestamp: Date.now(), CloudWatchMetrics: metrics } };
}
