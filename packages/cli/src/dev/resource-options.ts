import { UsageError } from "../errors.ts";
import type { NeededResources } from "./provision-resources.ts";

/** The values of the options that name resources. */
export interface ResourceOptions {
  table?: string[] | undefined;
  sender?: string[] | undefined;
  "configuration-set"?: string[] | undefined;
  group?: string[] | undefined;
  queue?: string[] | undefined;
  bus?: string[] | undefined;
}

/** What `--table users:userId --sender hello@example.com` and the like want made. @throws {UsageError} */
export function resourcesOf({
  table = [],
  sender = [],
  "configuration-set": configurationSets = [],
  group = [],
  queue = [],
  bus = [],
}: ResourceOptions): Partial<NeededResources> {
  return { tables: table.map(tableOf), senders: sender, configurationSets, groups: group, queues: queue, eventBuses: bus };
}

function tableOf(text: string): NeededResources["tables"][number] {
  const [, tableName = "", keyName = "", sortKeyName] = /^([\w.-]{3,255}):([^:\s]+)(?::([^:\s]+))?$/.exec(text) ?? [];
  if (keyName === "")
    throw new UsageError(
      `Cannot make the table '${text}': it must read NAME:KEY or NAME:KEY:SORTKEY, for example users:userId, with a name of 3 letters or more.`,
    );
  return { tableName, keyName, ...(sortKeyName !== undefined && { sortKeyName }) };
}
