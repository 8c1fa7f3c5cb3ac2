import type { DisableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { ruleOf } from "./rule-of.ts";
import { setEnabled } from "./set-enabled.ts";

/** What is on its way to the rule's targets goes on. */
export function disableRule(events: Events, { Name, EventBusName }: DisableRuleRequest): void {
  setEnabled(events, ruleOf(events, Name, EventBusName), false);
}
