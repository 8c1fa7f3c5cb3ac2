import { type AskedBy, arn, type Surroundings } from "./asked.ts";
import { passedRoles } from "./passed-role.ts";

/** EventBridge: each entry of PutEvents asks for its bus, with its source and detail type. */
export const events: AskedBy = (operation, input, surroundings) => {
  const action = `events:${operation}`;
  if (operation === "PutEvents") {
    return ((input.Entries ?? []) as Entry[]).map(({ EventBusName, Source, DetailType }) => ({
      action,
      resource: busArn(EventBusName ?? "default", surroundings),
      context: {
        ...(Source && { "events:source": [Source] }),
        ...(DetailType && { "events:detail-type": [DetailType] }),
        "events:eventbusinvocation": ["false"],
      },
    }));
  }
  const { EventBusName, Name, Rule, ResourceARN } = input;
  if (ResourceARN !== undefined) return [{ action, resource: ResourceARN }];
  if (operation.endsWith("EventBus")) return [{ action, resource: busArn(Name ?? "default", surroundings) }];
  const rule = Rule ?? (operation.endsWith("Rule") ? Name : undefined);
  if (rule === undefined) return undefined;
  const bus = busArn(EventBusName ?? "default", surroundings).replace(/^.*:event-bus\//, "");
  const { RoleArn, Targets = [] } = input;
  const roles = [RoleArn, ...(Targets as { RoleArn?: string }[]).map((target) => target.RoleArn)];
  return [
    { action, resource: arn(surroundings, "events", bus === "default" ? `rule/${rule}` : `rule/${bus}/${rule}`) },
    ...passedRoles("events.amazonaws.com", roles),
  ];
};

interface Entry {
  EventBusName?: string;
  Source?: string;
  DetailType?: string;
}

function busArn(name: string, surroundings: Surroundings): string {
  return name.startsWith("arn:") ? name : arn(surroundings, "events", `event-bus/${name || "default"}`);
}
