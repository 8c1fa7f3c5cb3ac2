import type { LocalAws } from "@foyer/local";
import type { Provisioned } from "./resource-type.ts";

/** A resource of a type that is not made here. */
export interface SkippedResource {
  readonly type: string;
  readonly logicalId: string;
}

/**
 * What stands for a skipped resource where others name it: names that nothing has, so that a policy or a variable with one is as it would
 * be, and whoever calls it is told that it is not there.
 */
export function standInFor(name: string, { type }: SkippedResource, { region, accountId }: LocalAws): Provisioned {
  const service = type.split("::")[1]?.toLowerCase() ?? "skipped";
  const arn = `arn:aws:${service}:${region}:${accountId}:${name}`;
  const attributes = new Proxy<Record<string, unknown>>(
    {},
    { get: (_, attribute) => (String(attribute).endsWith("Arn") ? arn : name) },
  );
  return { physicalId: name, attributes };
}
