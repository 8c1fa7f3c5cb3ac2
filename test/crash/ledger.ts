import { type AttributeValue, DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { credentials, type Place } from "./place.ts";

/** What the ledger says about the onboarding, or one password reset, of a user. */
export interface Entry {
  sub: string;
  isReset: boolean;
  status: string;
  origin: string;
  /** Why it is parked. */
  reason: string;
  /** State by the name of the step. */
  steps: Map<string, string>;
  /** By the name of the step, why it was skipped or gave up. */
  reasons: Map<string, string>;
  /** By the name of the step, how often nobody could tell whether its effect had happened. */
  unknowns: Map<string, number>;
}

/** The entries of every user. */
export async function readLedger(place: Place): Promise<Entry[]> {
  const items = await scan(place, "foyer_ledger");
  // The sweep keeps its place in an item of its own.
  return items
    .filter(({ sub }) => sub?.S !== undefined)
    .map((item) => {
      const steps = Object.entries(item.steps?.M ?? {});
      return {
        sub: item.sub?.S as string,
        isReset: item.reset?.S !== undefined,
        status: item.status?.S ?? "",
        origin: item.origin?.S ?? "",
        reason: item.reason?.S ?? "",
        steps: new Map(steps.map(([name, record]) => [name, record.M?.state?.S ?? ""])),
        reasons: new Map(steps.flatMap(([name, record]) => (record.M?.reason?.S ? [[name, record.M.reason.S]] : []))),
        unknowns: new Map(steps.map(([name, record]) => [name, Number(record.M?.unknowns?.N ?? 0)])),
      };
    });
}

/** All items of a table of the running server. */
export async function scan(place: Place, TableName: string): Promise<Record<string, AttributeValue>[]> {
  const client = new DynamoDBClient({ region: "us-east-1", endpoint: place.url, credentials });
  const items: Record<string, AttributeValue>[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  try {
    do {
      const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  } finally {
    client.destroy();
  }
  return items;
}
