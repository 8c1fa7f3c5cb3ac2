import { AwsError } from "../../endpoint/aws-error.ts";
import { busName } from "../bus-name.ts";
import type { Events } from "../events.ts";
import type { Rule } from "../rules/rules.ts";

/** The name of a bus that exists. @throws {AwsError} ResourceNotFoundException */
export function busOf(events: Events, nameOrArn: string | undefined): string {
  const name = busName(nameOrArn);
  if (!events.bus(name)) throw new AwsError("ResourceNotFoundException", `Event bus ${name} does not exist.`);
  return name;
}

/** The rule that a request names. @throws {AwsError} ResourceNotFoundException */
export function ruleOf(events: Events, name = "", bus: string | undefined): Rule {
  const onBus = busOf(events, bus);
  const rule = events.rules.find(onBus, name);
  if (!rule) throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${onBus}.`);
  return rule;
}
