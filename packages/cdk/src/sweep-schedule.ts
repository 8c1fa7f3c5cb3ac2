import { CfnRule } from "aws-cdk-lib/aws-events";
import { type CfnFunction, CfnPermission } from "aws-cdk-lib/aws-lambda";
import { Aws } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Invokes the sweep every quarter of an hour. */
export function scheduleSweep(scope: Construct, sweep: CfnFunction): void {
  const rule = new CfnRule(scope, "SweepSchedule", {
    description: "Foyer: finds users who were missed",
    scheduleExpression: "rate(15 minutes)",
    targets: [{ arn: sweep.attrArn, id: "Sweep" }],
  });
  new CfnPermission(scope, "AllowSweepSchedule", {
    functionName: sweep.attrArn,
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: rule.attrArn,
    sourceAccount: Aws.ACCOUNT_ID,
  });
}
