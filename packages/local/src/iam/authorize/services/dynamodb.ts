import { type Asked, type AskedBy, arn, type Context, type Surroundings } from "./asked.ts";
import { attributesOf, leadingKeysOf } from "./dynamodb-context.ts";

type Request = Record<string, unknown>;

/** The actions of a transaction's items. */
const transacted: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

const batches: ReadonlySet<string> = new Set(["BatchGetItem", "BatchWriteItem"]);
const transactions: ReadonlySet<string> = new Set(["TransactGetItems", "TransactWriteItems"]);

/**
 * Tables and their indexes. A batch asks for its own action on each table, a transaction for each item's action. A request is read by the
 * members of its operation alone: DynamoDB takes no notice of any other, which so cannot stand for what is asked.
 */
export const dynamodb: AskedBy = (operation, input: Request, surroundings) => {
  const { RequestItems, TransactItems, TableName, ResourceArn } = input;
  if (batches.has(operation)) {
    const tables = Object.entries((RequestItems ?? {}) as Record<string, Request | Request[]>);
    return orNothing(tables.map(([table, asked]) => askedOf(operation, batched(table, asked), surroundings)));
  }
  if (transactions.has(operation)) {
    const items = Array.isArray(TransactItems) ? (TransactItems as Record<string, Request>[]) : [];
    return orNothing(
      items.flatMap((item) =>
        Object.entries(item).map(([kind, request]) => {
          const asked = askedOf(transacted[kind] ?? kind, [request], surroundings);
          return { ...asked, context: { ...asked.context, "dynamodb:enclosingoperation": [operation] } };
        }),
      ),
    );
  }
  if (TableName != null) return [askedOf(operation, [input], surroundings)];
  return ResourceArn == null ? undefined : [{ action: `dynamodb:${operation}`, resource: ResourceArn as string }];
};

/** A request that names nothing asks for everything, as it has no resource of its own. */
function orNothing(asked: Asked[]): Asked[] | undefined {
  return asked.length > 0 ? asked : undefined;
}

/** What a batch asks of one table, as the requests that it stands for. */
function batched(table: string, asked: Request | Request[]): Request[] {
  if (!Array.isArray(asked)) {
    const { Keys, ...rest } = asked;
    return ((Keys ?? []) as Request[]).map((Key) => ({ ...rest, TableName: table, Key }));
  }
  return asked.flatMap(({ PutRequest, DeleteRequest }) => [
    ...(PutRequest ? [{ TableName: table, Item: (PutRequest as Request).Item }] : []),
    ...(DeleteRequest ? [{ TableName: table, Key: (DeleteRequest as Request).Key }] : []),
  ]);
}

function askedOf(action: string, requests: Request[], surroundings: Surroundings): Asked {
  const [first = {}] = requests;
  const table = String(first.TableName ?? "");
  const name = table.replace(/^.*:table\//, "");
  // To DynamoDB a member that is null is absent.
  const index = String(first.IndexName ?? "");
  const resource = table.startsWith("arn:") ? table : arn(surroundings, "dynamodb", `table/${table}`);
  const key = surroundings.partitionKeys(name)?.get(index);
  const context: Context = {};
  const put = (condition: string, values: (string | undefined)[]) => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    if (known.length > 0) context[condition] = known;
  };
  put(
    "dynamodb:leadingkeys",
    requests.flatMap((request) => leadingKeysOf(action, request, key)),
  );
  put("dynamodb:attributes", requests.flatMap(attributesOf));
  put("dynamodb:select", [first.Select as string | undefined]);
  put("dynamodb:returnvalues", [first.ReturnValues as string | undefined]);
  put("dynamodb:returnconsumedcapacity", [first.ReturnConsumedCapacity as string | undefined]);
  return { action: `dynamodb:${action}`, resource: index ? `${resource}/index/${index}` : resource, context };
}
