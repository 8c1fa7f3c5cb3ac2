import type { LocalAws } from "@foyer/local";
import { type ResourceType, unless } from "../resource-type.ts";

interface Rule {
  readonly Name?: string;
  readonly EventBusName?: string;
  readonly EventPattern?: object;
  readonly Targets?: readonly { readonly Id: string }[];
}

/** A rule of EventBridge, by a pattern or a schedule, with its targets. */
export const rule: ResourceType = {
  fixed: ["EventBusName"],
  async put({ properties, name, earlier }, { local }) {
    const { Targets = [], EventPattern, ...rest } = properties as Rule;
    const request = { Name: name, ...rest, ...(EventPattern && { EventPattern: JSON.stringify(EventPattern) }) };
    const { Name: Rule, EventBusName } = request;
    const { RuleArn } = (await local.call("events", "PutRule", request)) as { RuleArn: string };
    const before = (earlier?.properties as Rule | undefined)?.Targets ?? [];
    const gone = before.filter(({ Id }) => !Targets.some((target) => target.Id === Id));
    await removeTargets(local, { Rule, EventBusName }, gone);
    if (Targets.length > 0) await local.call("events", "PutTargets", { Rule, EventBusName, Targets });
    return { physicalId: Rule, attributes: { Arn: RuleArn } };
  },
  remove: async ({ physicalId: Rule, properties }, { local }) => {
    const { EventBusName, Targets = [] } = properties as Rule;
    await unless(["ResourceNotFoundException"], removeTargets(local, { Rule, EventBusName }, Targets));
    await unless(["ResourceNotFoundException"], local.call("events", "DeleteRule", { Name: Rule, EventBusName }));
  },
};

async function removeTargets(local: LocalAws, of: object, targets: readonly { readonly Id: string }[]): Promise<void> {
  if (targets.length > 0) await local.call("events", "RemoveTargets", { ...of, Ids: targets.map(({ Id }) => Id) });
}
