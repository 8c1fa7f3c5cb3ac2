import type { Member, ServiceModel } from "../../model/service-model.ts";
import { AwsError } from "../aws-error.ts";

/** Turns a parsed JSON value into what an operation reads: typed by the model, unknown members dropped. */
export function fromJson(model: ServiceModel, member: Member, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (member.type) {
    case "structure":
      return structureFromJson(model, member.structure as string, value);
    case "list":
      if (!Array.isArray(value)) throw unexpected(value);
      return value.map((item) => fromJson(model, member.member as Member, item));
    case "map":
      if (typeof value !== "object" || Array.isArray(value)) throw unexpected(value);
      // A key with null is a key left out.
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== null)
          .map(([key, item]) => [key, fromJson(model, member.member as Member, item)]),
      );
    case "string":
      if (typeof value !== "string") throw unexpected(value, "a String");
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw unexpected(value, "a Boolean");
      return value;
    case "number":
      if (typeof value !== "number") throw unexpected(value, "a Number");
      return value;
    case "blob":
      if (typeof value !== "string") throw unexpected(value, "a Blob");
      return new Uint8Array(Buffer.from(value, "base64"));
    case "timestamp":
      return timestampFrom(value);
    case "document":
      if (isDeeperThan(value, maxDocumentDepth))
        throw new AwsError("SerializationException", "The document is nested too deeply");
      return value;
  }
}

// What stores a document, or writes it out again, descends into it; all other members are as deep as the model.
const maxDocumentDepth = 1000;

function isDeeperThan(value: unknown, depth: number): boolean {
  let level = [value];
  for (let at = 0; level.length > 0; at++) {
    if (at > depth) return true;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}

/** The body members of a structure (those without another place on the wire). */
export function structureFromJson(model: ServiceModel, name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unexpected(value);
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(model.structures[name] ?? {})) {
    if (member.in) continue;
    const wireName = member.name ?? key;
    if (!Object.hasOwn(value, wireName)) continue;
    const decoded = fromJson(model, member, (value as Record<string, unknown>)[wireName]);
    if (decoded !== undefined) result[key] = decoded;
  }
  return result;
}

/** Turns an operation's output into a JSON value; members that the model does not know stay behind. */
export function toJson(model: ServiceModel, member: Member, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  switch (member.type) {
    case "structure": {
      const result: Record<string, unknown> = {};
      for (const [key, child] of Object.entries(model.structures[member.structure as string] ?? {})) {
        if (!child.in) result[child.name ?? key] = toJson(model, child, (value as Record<string, unknown>)[key]);
      }
      return result;
    }
    case "list":
      return (value as unknown[]).map((item) => toJson(model, member.member as Member, item));
    case "map":
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(model, member.member as Member, item)]));
    case "blob":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "timestamp":
      // Both JSON protocols write epoch seconds with a fraction unless the model names another format.
      return member.format === "date-time" ? (value as Date).toISOString() : (value as Date).getTime() / 1000;
    default:
      return value;
  }
}

function timestampFrom(value: unknown): Date {
  const date = typeof value === "number" ? new Date(value * 1000) : typeof value === "string" ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) throw unexpected(value, "a Timestamp");
  return date;
}

// The wording of AWS's own deserializer.
function unexpected(value: unknown, wanted?: string): AwsError {
  if (Array.isArray(value)) return new AwsError("SerializationException", "Start of list found where not expected");
  if (typeof value === "object")
    return new AwsError("SerializationException", "Start of structure or map found where not expected");
  if (!wanted) return new AwsError("SerializationException", "Expected list or structure");
  const kind =
    typeof value === "string"
      ? "STRING_VALUE"
      : typeof value === "number"
        ? "NUMBER_VALUE"
        : value
          ? "TRUE_VALUE"
          : "FALSE_VALUE";
  return new AwsError("SerializationException", `${kind} can not be converted to ${wanted}`);
}
