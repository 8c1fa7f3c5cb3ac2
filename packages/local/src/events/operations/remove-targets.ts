import type { RemoveTargetsRequest, RemoveTargetsResponse } from "@aws-sdk/client-eventbridge";
import type { Events } from "../events.ts";
import { ruleOf } from "./rule-of.ts";

/** One that is not there fails alone. */
export function removeTargets(events: Events, { Rule, EventBusName, Ids = [] }: RemoveTargetsRequest): RemoveTargetsResponse {
  const rule = ruleOf(events, Rule, EventBusName);
  const missing = Ids.filter((id) => !events.rules.removeTarget(rule, id));
  return {
    FailedEntryCount: missing.length,
    FailedEntries: missing.map((TargetId) => ({
      TargetId,
      ErrorCode: "ResourceNotFoundException",
      ErrorMessage: `Target ${TargetId} does not exist on Rule ${rule.name}.`,
    })),
  };
}
