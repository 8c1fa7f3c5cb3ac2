import type { EnableRuleRequest } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { ruleOf } from "./rule-of.ts";
import { setEnabled } from "./set-enabled.ts";

export function enableRule(events: Events, { Name, EventBusName }: EnableRuleRequest): void {
  setEnabled(events, ruleOf(events, Name, EventBusName), true);
}
