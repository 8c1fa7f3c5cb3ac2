import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, type IWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Construct } from "constructs";
import type { Alarms } from "./alarms.ts";
import { foyerMetric, functionMetric } from "./metrics.ts";
import type { OnboardingFunction } from "./onboarding-function.ts";

/** One page: the alarms, who is parked or unfinished, and how the functions do. */
export function dashboard(
  scope: Construct,
  {
    userPoolId,
    alarms,
    functions,
  }: { userPoolId: string; alarms: Alarms; functions: Readonly<Record<string, OnboardingFunction>> },
): Dashboard {
  const all = Object.entries(functions);
  const perFunction = (metric: "Invocations" | "Errors" | "Duration", statistic?: string) =>
    all.map(([label, each]) => functionMetric(metric, each.resource, statistic).with({ label }));
  const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
  const widgets: IWidget[][] = [
    [new AlarmStatusWidget({ title: "Alarms", alarms: alarms.all, width: 24 })],
    [
      graph("Users who need a person", [foyerMetric("UsersParked", userPoolId), foyerMetric("StepsGivenUp", userPoolId)]),
      graph("Oldest unfinished, seconds", [foyerMetric("OldestUnfinishedSeconds", userPoolId, "Maximum")]),
    ],
    [graph("Invocations", perFunction("Invocations")), graph("Errors", perFunction("Errors"))],
    [graph("Duration, p50, ms", perFunction("Duration", "p50")), graph("Duration, p99, ms", perFunction("Duration", "p99"))],
  ];
  return new Dashboard(scope, "Dashboard", { widgets });
}
