import type { ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { busOf } from "./rule-of.ts";

/** The token is the last name of the page before. */
export function listRuleNamesByTarget(events: Events, request: ListRuleNamesByTargetRequest): ListRuleNamesByTargetResponse {
  const { TargetArn = "", NextToken = "", Limit = 100 } = request;
  const names = events.rules.namesByTarget(busOf(events, request.EventBusName), TargetArn).filter((name) => name > NextToken);
  const page = names.slice(0, Limit);
  return { RuleNames: page, ...(names.length > page.length && { NextToken: page.at(-1) }) };
}
