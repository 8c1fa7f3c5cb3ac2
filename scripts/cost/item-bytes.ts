/** A value in DynamoDB's JSON: `{ S: "text" }`. */
export type DynamoDbValue = Readonly<Record<string, unknown>>;

/**
 * The size of an item as DynamoDB charges for it: names and texts by their bytes, a number by its digits, a list or a map by 3 bytes and
 * one more for each member.
 */
export function itemBytes(item: Readonly<Record<string, DynamoDbValue>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: DynamoDbValue): number {
  const [[type, held] = ["NULL", true]] = Object.entries(value);
  if (type === "S") return Buffer.byteLength(String(held));
  if (type === "N") return Math.ceil(String(held).replace(/\D/g, "").length / 2) + 1;
  if (type === "B") return Buffer.from(String(held), "base64").length;
  if (type === "M") {
    const members = held as Record<string, DynamoDbValue>;
    return 3 + Object.keys(members).length + itemBytes(members);
  }
  if (type === "L") return (held as DynamoDbValue[]).reduce((sum, each) => sum + 1 + valueBytes(each), 3);
  // Sets of texts are all that is left that has more than one byte.
  return Array.isArray(held) ? held.reduce((sum: number, each) => sum + Buffer.byteLength(String(each)), 0) : 1;
}
