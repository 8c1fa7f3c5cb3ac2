import type { ListTargetsByRuleRequest, ListTargetsByRuleResponse } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { ruleOf } from "./rule-of.ts";

/** The token is the last id of the page before. */
export function listTargetsByRule(events: Events, request: ListTargetsByRuleRequest): ListTargetsByRuleResponse {
  const { Rule, EventBusName, NextToken = "", Limit = 100 } = request;
  const found = events.rules.targetsOf(ruleOf(events, Rule, EventBusName)).filter(({ Id }) => Id > NextToken);
  const page = found.slice(0, Limit);
  return { Targets: page, ...(found.length > page.length && { NextToken: page.at(-1)?.Id }) };
}
