import type { ListRulesRequest, ListRulesResponse } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { ruleDescription } from "./rule-description.ts";
import { busOf } from "./rule-of.ts";

/** The token is the last name of the page before. */
export function listRules(events: Events, request: ListRulesRequest): ListRulesResponse {
  const { NamePrefix = "", NextToken = "", Limit = 100 } = request;
  const rules = events.rules.list(busOf(events, request.EventBusName));
  const found = rules.filter(({ name }) => name.startsWith(NamePrefix) && name > NextToken);
  const page = found.slice(0, Limit);
  return { Rules: page.map(ruleDescription), ...(found.length > page.length && { NextToken: page.at(-1)?.name }) };
}
