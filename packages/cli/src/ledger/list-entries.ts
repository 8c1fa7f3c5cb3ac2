import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { EntryStatus } from "foyer/operate";
import type { LedgerPlace } from "./ledger-place.ts";

/** An entry in a list. Times are milliseconds since the epoch. */
export interface ListedEntry {
  sub: string;
  /** The id of a password reset, where the entry is about one. */
  reset?: string;
  status: EntryStatus;
  openedAt: number;
  closedAt?: number;
  reason?: string;
}

/** Every entry of the user pool, page by page, the table's order. */
export async function* listEntries({ userPoolId, tableName, client }: LedgerPlace): AsyncGenerator<ListedEntry> {
  const { DynamoDBClient, paginateScan } = await import("@aws-sdk/client-dynamodb");
  const dynamodb = new DynamoDBClient(client);
  const pages = paginateScan(
    { client: dynamodb },
    {
      TableName: tableName,
      FilterExpression: "begins_with(pk, :pool)",
      ProjectionExpression: "#sub, #reset, #status, openedAt, closedAt, reason",
      ExpressionAttributeNames: { "#sub": "sub", "#reset": "reset", "#status": "status" },
      ExpressionAttributeValues: { ":pool": { S: `${userPoolId}#` } },
    },
  );
  try {
    for await (const { Items = [] } of pages) yield* Items.map(listedEntry);
  } finally {
    dynamodb.destroy();
  }
}

function listedEntry({ sub, reset, status, openedAt, closedAt, reason }: Record<string, AttributeValue>): ListedEntry {
  return {
    sub: sub?.S ?? "",
    ...(reset?.S && { reset: reset.S }),
    status: status?.S as EntryStatus,
    openedAt: Number(openedAt?.N),
    ...(closedAt?.N && { closedAt: Number(closedAt.N) }),
    ...(reason?.S && { reason: reason.S }),
  };
}
