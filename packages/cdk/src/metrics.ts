import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";

/** What Foyer's handlers count in their logs, each with the user pool as its dimension. */
export type FoyerMetric = "UsersParked" | "StepsGivenUp" | "TriggerFailures" | "OldestUnfinishedSeconds";

export function foyerMetric(
  metricName: FoyerMetric,
  userPoolId: string,
  statistic = "Sum",
  period = Duration.minutes(5),
): Metric {
  return new Metric({ namespace: "Foyer", metricName, statistic, period, dimensionsMap: { userPoolId } });
}

export function functionMetric(
  metricName: "Invocations" | "Errors" | "Duration",
  { ref }: CfnFunction,
  statistic = "Sum",
): Metric {
  const period = Duration.minutes(5);
  return new Metric({ namespace: "AWS/Lambda", metricName, statistic, period, dimensionsMap: { FunctionName: ref } });
}

export function waitingMessages(queueName: string): Metric {
  const metricName = "ApproximateNumberOfMessagesVisible";
  return new Metric({ namespace: "AWS/SQS", metricName, statistic: "Maximum", dimensionsMap: { QueueName: queueName } });
}
