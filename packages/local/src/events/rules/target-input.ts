import type { InputTransformer } from "@aws-sdk/client-eventbridge";
import type { Rule, RuleTarget } from "./rules.ts";

/** An event as targets are given it. */
export type EventEnvelope = Record<string, unknown> & { id: string; time: string };

/**
 * What a target is sent of an event: its constant, a part of the event, what its template makes of it, or the event itself.
 * @param rule by `arn` and `name`, for the placeholders that AWS defines
 */
export function targetInput(target: RuleTarget, event: EventEnvelope, rule: Pick<Rule, "arn" | "name">): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? {});
  if (target.InputTransformer) return transformed(target.InputTransformer, event, rule);
  return JSON.stringify(event);
}

/** The value at `$.detail.items[0].name`; undefined if there is none. */
function valueAt(event: unknown, path: string): unknown {
  let value = event;
  for (const [, dotted, index, quoted] of path.slice(1).matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/g)) {
    const key = dotted ?? index ?? quoted ?? "";
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** True of a path that `valueAt` can follow. */
export function isInputPath(path: string): boolean {
  return /^\$(?:\.[^.[\]]+|\[\d+\]|\['[^']+'\])*$/.test(path);
}

function transformed(
  { InputPathsMap = {}, InputTemplate = "" }: InputTransformer,
  event: EventEnvelope,
  rule: Pick<Rule, "arn" | "name">,
): string {
  const defined: Record<string, unknown> = {
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event.ingestion-time": event.time,
    "aws.events.event": { ...event, detail: undefined },
    "aws.events.event.json": event,
  };
  const named = (name: string) => {
    const path = Object.hasOwn(InputPathsMap, name) ? InputPathsMap[name] : undefined;
    if (path !== undefined) return valueAt(event, path);
    return Object.hasOwn(defined, name) ? defined[name] : undefined;
  };
  let isQuoted = false;
  return InputTemplate.replace(/\\.|"|<([\w.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') isQuoted = !isQuoted;
    if (name === undefined) return found;
    const json = JSON.stringify(named(name) ?? "");
    if (!isQuoted) return json;
    // Within quotes a text stands without its own, and any other value as it is written.
    return json.startsWith('"') ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
}
