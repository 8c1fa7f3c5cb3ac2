import { LEDGER_TABLE } from "./ledger-table.ts";
import type { Onboarding } from "./onboarding.ts";

/** A DynamoDB table with a partition key of type string. */
export interface Table {
  readonly tableName: string;
  readonly keyName: string;
}

/** What must exist before a step can work. */
export interface Resources {
  readonly tables?: readonly Table[];
  /** Groups of the user pool. */
  readonly groups?: readonly string[];
  /** Addresses that SES must accept as senders, without display names. */
  readonly senders?: readonly string[];
  /** EventBridge buses. */
  readonly eventBuses?: readonly string[];
  /** SQS queues; FIFO where the name ends in `.fifo`. */
  readonly queues?: readonly string[];
}

/** All that an onboarding needs, computed from it alone; each thing once, the ledger's table first. */
export function resourcesOf(onboarding: Onboarding): Required<Resources> {
  const needed = onboarding.steps.map(({ step }) => step.resources);
  const tables = [{ tableName: LEDGER_TABLE, keyName: "pk" }, ...needed.flatMap((each) => each.tables ?? [])];
  return {
    tables: [...new Map(tables.map((table) => [table.tableName, table])).values()],
    groups: once(needed.flatMap((each) => each.groups ?? [])),
    senders: once(needed.flatMap((each) => each.senders ?? [])),
    eventBuses: once(needed.flatMap((each) => each.eventBuses ?? [])),
    queues: once(needed.flatMap((each) => each.queues ?? [])),
  };
}

function once(names: string[]): string[] {
  return [...new Set(names)];
}
