import type { DescribeRuleRequest, DescribeRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { ruleDescription } from "./rule-description.ts";
import { ruleOf } from "./rule-of.ts";

export function describeRule(events: Events, { Name, EventBusName }: DescribeRuleRequest): DescribeRuleResponse {
  return { ...ruleDescription(ruleOf(events, Name, EventBusName)), CreatedBy: events.accountId };
}
