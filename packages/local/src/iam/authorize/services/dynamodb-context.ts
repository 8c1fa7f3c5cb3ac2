type Request = Record<string, unknown>;

/**
 * The values of the partition key that a request names: of its key or item, or of the condition of a query.
 * @param action `Query`: it says which of them the operation reads.
 * @param key the name of the partition key, if it is known.
 */
export function leadingKeysOf(action: string, request: Request, key: string | undefined): string[] {
  const { Key, Item, KeyConditions, KeyConditionExpression } = request;
  if (action !== "Query") {
    const named = (action === "PutItem" ? Item : (Key ?? (action === "BatchWriteItem" ? Item : undefined))) ?? {};
    const only = Key && Object.keys(named).length === 1 ? Object.keys(named)[0] : undefined;
    return textOf((named as Record<string, unknown>)[key ?? only ?? ""]);
  }
  if (key === undefined) return [];
  const conditions = KeyConditions as Record<string, { AttributeValueList?: unknown[] }> | undefined;
  if (conditions) return textOf(conditions[key]?.AttributeValueList?.[0]);
  if (typeof KeyConditionExpression !== "string") return [];
  const names = (request.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (request.ExpressionAttributeValues ?? {}) as Record<string, unknown>;
  // Of its two conditions, the partition key's is always an equality.
  // `(pk) = (:v)` is the same to DynamoDB.
  const expression = KeyConditionExpression.replace(/[()]/g, " ");
  for (const [, name = "", value = ""] of expression.matchAll(/([#\w.-]+)\s*=\s*(:[\w-]+)/g)) {
    if ((names[name] ?? name) === key) return textOf(values[value]);
  }
  for (const [, value = "", name = ""] of expression.matchAll(/(:[\w-]+)\s*=\s*([#\w.-]+)/g)) {
    if ((names[name] ?? name) === key) return textOf(values[value]);
  }
  return [];
}

/** A key's value as a condition compares it: bytes stay in base64. */
function textOf(value: unknown): string[] {
  const { S, N, B } = (value ?? {}) as { S?: string; N?: string; B?: string };
  const text = S ?? N ?? B;
  return text === undefined ? [] : [text];
}

const expressions = [
  "ProjectionExpression",
  "UpdateExpression",
  "ConditionExpression",
  "KeyConditionExpression",
  "FilterExpression",
];
// What an expression holds besides names of attributes.
const words = new Set(
  "SET REMOVE ADD DELETE AND OR NOT IN BETWEEN attribute_exists attribute_not_exists attribute_type begins_with contains size if_not_exists list_append"
    .split(" ")
    .map((word) => word.toLowerCase()),
);

/** The names of the top-level attributes that a request reads or writes, as far as it names any. */
export function attributesOf(request: Request): string[] {
  const names = (request.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const found = ["Key", "Item", "Expected", "AttributeUpdates", "KeyConditions", "QueryFilter", "ScanFilter"].flatMap((member) =>
    Object.keys((request[member] ?? {}) as object),
  );
  found.push(...((request.AttributesToGet ?? []) as string[]));
  for (const member of expressions) {
    const text = request[member];
    if (typeof text !== "string") continue;
    for (const [path] of text.matchAll(/(?<![:\w#.-])#?[a-zA-Z_][\w-]*/g)) {
      if (!words.has(path.toLowerCase())) found.push(names[path] ?? path);
    }
  }
  return [...new Set(found)];
}
