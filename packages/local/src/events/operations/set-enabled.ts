import type { Events } from "../events.ts";
import type { Rule } from "../rules/rules.ts";

/** Enables or disables a rule, and its schedule with it. */
export function setEnabled(events: Events, rule: Rule, enabled: boolean): void {
  events.rules.setEnabled(rule, enabled);
  events.schedules.set({ ...rule, enabled });
}
