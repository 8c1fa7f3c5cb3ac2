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

/** Tables and their indexes. A batch asks for its own action on each table, a transaction for each item's action. */
export const dynamodb: AskedBy = (operation, input: Request, surroundings) => {
  const { RequestItems, TransactItems, TableName, ResourceArn } = input;
  if (RequestItems) {
    return Object.entries(RequestItems as Record<string, Request | Request[]>).map(([table, asked]) =>
      askedOf(operation, batched(table, asked), surroundings),
    );
  }
  if (Array.isArray(TransactItems)) {
    return (TransactItems as Record<string, Request>[]).flatMap((item) =>
      Object.entries(item).map(([kind, request]) => {
        const asked = askedOf(transacted[kind] ?? kind, [request], surroundings);
        return { ...asked, context: { ...asked.context, "dynamodb:enclosingoperation": [operation] } };
      }),
    );
  }
  if (TableName !== undefined) return [askedOf(operation, [input], surroundings)];
  return ResourceArn === undefined ? undefined : [{ action: `dynamodb:${operation}`, resource: ResourceArn as string }];
};

/** What a batch asks of one table, as the requests that it stands for. */
function batched(table: string, asked: Request | Request[]): Request[] {
  if (!Array.isArray(asked)) {
    const { Keys, ...rest } = asked;
    return ((Keys ?? []) as Request[]).map((Key) => ({ ...rest, TableName: table, Key }));
  }
  return asked.map(({ PutRequest, DeleteRequest }) => ({ TableName: table, ...((PutRequest ?? DeleteRequest) as Request) }));
}

function askedOf(action: string, requests: Request[], surroundings: Surroundings): Asked {
  const [first = {}] = requests;
  const table = String(first.TableName ?? "");
  const name = table.replace(/^.*:table\//, "");
  const index = first.IndexName === undefined ? "" : String(first.IndexName);
  const resource = table.startsWith("arn:") ? table : arn(surroundings, "dynamodb", `table/${table}`);
  const key = surroundings.partitionKeys(name)?.get(index);
  const context: Context = {};
  const put = (condition: string, values: (string | undefined)[]) => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    if (known.length > 0) context[condition] = known;
  };
  put(
    "dynamodb:leadingkeys",
    requests.flatMap((request) => leadingKeysOf(request, key)),
  );
  put("dynamodb:attributes", requests.flatMap(attributesOf));
  put("dynamodb:select", [first.Select as string | undefined]);
  put("dynamodb:returnvalues", [first.ReturnValues as string | undefined]);
  put("dynamodb:returnconsumedcapacity", [first.ReturnConsumedCapacity as string | undefined]);
  return { action: `dynamodb:${action}`, resource: index ? `${resource}/index/${index}` : resource, context };
}
