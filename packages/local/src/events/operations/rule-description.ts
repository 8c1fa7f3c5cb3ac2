import type { Rule as RuleDescription } from "@aws-sdk/client-eventbridge";
import type { Rule } from "../rules/rules.ts";

/** A rule as ListRules and DescribeRule show it. */
export function ruleDescription({ bus, name, arn, pattern, schedule, enabled, description, roleArn }: Rule): RuleDescription {
  return {
    Name: name,
    Arn: arn,
    EventBusName: bus,
    State: enabled ? "ENABLED" : "DISABLED",
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(schedule !== undefined && { ScheduleExpression: schedule }),
    ...(description !== undefined && { Description: description }),
    ...(roleArn !== undefined && { RoleArn: roleArn }),
  };
}
