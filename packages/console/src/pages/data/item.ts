/** A value as DynamoDB has it: `{ "S": "text" }`. */
export type AttributeValue = Record<string, unknown>;

/** An item as DynamoDB has it. */
export type Item = Record<string, AttributeValue>;

/** What a value means, as JSON. A number that JavaScript cannot hold stays a text. */
export function plainOf(value: AttributeValue): unknown {
  const [[type, held] = ["NULL", true]] = Object.entries(value);
  switch (type) {
    case "N":
      return numberOf(held as string);
    case "NULL":
      return null;
    case "M":
      return plainItem(held as Item);
    case "L":
      return (held as AttributeValue[]).map(plainOf);
    case "NS":
      return (held as string[]).map(numberOf);
    default:
      return held;
  }
}

/** An item as JSON. */
export function plainItem(item: Item): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainOf(value)]));
}

/** The keys of an item as text, and the rest of it in a line. */
export function lineOf(item: Item, keys: readonly string[]): { title: string; rest: string } {
  const title = keys.map((key) => String(plainOf(item[key] ?? {}))).join(" · ");
  const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !keys.includes(name)));
  return { title, rest: JSON.stringify(plainItem(rest)).slice(0, 400) };
}

/** What a query by key asks for; the value of a key is read as its type says. */
export function queryOf(
  keys: { partition: string; sort?: string | undefined },
  types: Readonly<Record<string, string>>,
  asked: { partition: string; sort: string },
): object {
  const typed = (key: string, text: string) => ({ [types[key] ?? "S"]: text });
  const isPrefix = keys.sort !== undefined && asked.sort !== "" && types[keys.sort] !== "N";
  const sort = keys.sort !== undefined && asked.sort !== "" ? (isPrefix ? " AND begins_with(#s, :s)" : " AND #s = :s") : "";
  return {
    KeyConditionExpression: `#p = :p${sort}`,
    ExpressionAttributeNames: { "#p": keys.partition, ...(sort && { "#s": keys.sort }) },
    ExpressionAttributeValues: {
      ":p": typed(keys.partition, asked.partition),
      ...(sort && keys.sort !== undefined && { ":s": typed(keys.sort, asked.sort) }),
    },
  };
}

function numberOf(text: string): number | string {
  return String(Number(text)) === text ? Number(text) : text;
}
