import { Alarm, type IAlarmAction, type IMetric, MathExpression, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { foyerMetric, functionMetric, waitingMessages } from "./metrics.ts";

/** The trigger answers after 3.5 s at the latest; whoever comes near that moves work to the background. */
const SLOW_TRIGGER_MS = 3_000;

export interface AlarmsProps {
  readonly userPoolId: string;
  readonly trigger: CfnFunction;
  readonly signIn?: CfnFunction;
  readonly sweep: CfnFunction;
  readonly deadLetterQueueName: string;
  /** The age at which a user who is neither done nor waiting is too old. */
  readonly unfinishedAfter: Duration;
  readonly actions: readonly IAlarmAction[];
}

/** What needs a person; `docs/deploy.md` says what to do about each. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];

  constructor(scope: Construct, { userPoolId, trigger, signIn, sweep, unfinishedAfter, ...props }: AlarmsProps) {
    super(scope, "Alarms");
    const alarm = (id: string, alarmDescription: string, metric: IMetric, threshold = 1, evaluationPeriods = 1) => {
      const made = new Alarm(this, id, {
        alarmDescription,
        metric,
        threshold,
        evaluationPeriods,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      made.addAlarmAction(...props.actions);
      this.all.push(made);
    };
    alarm("UsersParked", "Users are parked: 'foyer status' names them", foyerMetric("UsersParked", userPoolId));
    alarm(
      "OldestUnfinished",
      "A user's onboarding does not come to its end: 'foyer status' names the oldest",
      // A sweep looks at each of them once an hour.
      foyerMetric("OldestUnfinishedSeconds", userPoolId, "Maximum", Duration.hours(2)),
      unfinishedAfter.toSeconds(),
    );
    const errors = { failures: foyerMetric("TriggerFailures", userPoolId), errors: functionMetric("Errors", trigger) };
    const ofSignIn = signIn && { signIn: functionMetric("Errors", signIn) };
    const usingMetrics: Record<string, IMetric> = { ...errors, ...ofSignIn };
    const sum = new MathExpression({
      expression: Object.keys(usingMetrics)
        .map((name) => `FILL(${name}, 0)`)
        .join(" + "),
      usingMetrics,
      label: "Failed triggers",
      period: Duration.minutes(5),
    });
    alarm("TriggerErrors", "The triggers fail, or cannot open the ledger or start the worker: see their logs", sum);
    alarm(
      "TriggerSlow",
      "The trigger comes near its budget of 3.5 s: its work moves to the worker",
      functionMetric("Duration", trigger, "p99"),
      SLOW_TRIGGER_MS,
      3,
    );
    alarm("SweepErrors", "The sweep fails: nobody finds users who were missed", functionMetric("Errors", sweep), 1, 2);
    alarm("DeadLetters", "Lambda has given up starting the worker for a user", waitingMessages(props.deadLetterQueueName));
  }
}
