import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Json } from "./json.ts";

/** A JSON value as DynamoDB writes it; members that are undefined are left out. */
export function toAttributeValue(value: Json): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) };
  return { M: toItem(value as { readonly [name: string]: Json | undefined }) };
}

/** A JSON object as a DynamoDB item. */
export function toItem(value: { readonly [name: string]: Json | undefined }): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, toAttributeValue(member)]])),
  );
}

/** The JSON value of what DynamoDB answers. Sets and binary values, which Foyer never writes, become lists and undefined. */
export function fromAttributeValue(value: AttributeValue): Json | undefined {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL) return null;
  if (value.L) return value.L.map((item) => fromAttributeValue(item) ?? null);
  if (value.M) return fromItem(value.M);
  return value.SS ?? value.NS?.map(Number);
}

/** The JSON object of a DynamoDB item. */
export function fromItem(item: Record<string, AttributeValue>): Record<string, Json | undefined> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, fromAttributeValue(value)]));
}
