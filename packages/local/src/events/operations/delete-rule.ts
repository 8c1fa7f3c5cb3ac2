import type { DeleteRuleRequest } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Events } from "../events.ts";
import { busOf } from "./rule-of.ts";

/** Also succeeds where there is no such rule. */
export function deleteRule(events: Events, { Name = "", EventBusName }: DeleteRuleRequest): void {
  const rule = events.rules.find(busOf(events, EventBusName), Name);
  if (!rule) return;
  if (events.rules.targetsOf(rule).length > 0)
    throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
  events.schedules.set({ ...rule, enabled: false });
  events.rules.delete(rule.bus, rule.name);
}
