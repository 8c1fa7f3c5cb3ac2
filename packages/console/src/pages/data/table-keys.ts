interface KeySchema {
  KeySchema: { AttributeName: string; KeyType: "HASH" | "RANGE" }[];
}

/** A table as DynamoDB describes it, as far as it is needed. */
export interface DescribedTable extends KeySchema {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  GlobalSecondaryIndexes?: (KeySchema & { IndexName: string })[];
  LocalSecondaryIndexes?: (KeySchema & { IndexName: string })[];
}

/** The names of a table's indexes. */
export function indexesOf({ GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: DescribedTable): string[] {
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName);
}

/** The keys of a table, or of its index; undefined if there is no such index. */
export function keysOf(table: DescribedTable, index: string): { partition: string; sort: string | undefined } | undefined {
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const schema = index === "" ? table.KeySchema : all.find(({ IndexName }) => IndexName === index)?.KeySchema;
  const of = (type: string) => schema?.find(({ KeyType }) => KeyType === type)?.AttributeName;
  const partition = of("HASH");
  return partition === undefined ? undefined : { partition, sort: of("RANGE") };
}

/** The type of each attribute that is a key: `S`, `N` or `B`. */
export function typesOf({ AttributeDefinitions }: DescribedTable): Record<string, string> {
  return Object.fromEntries(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
}
