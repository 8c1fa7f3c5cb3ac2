import type { IncomingHttpHeaders } from "node:http";
import { s3Error } from "./s3-error.ts";
import { childrenOf, readXml, textOf, writeXml } from "./xml.ts";

type Tags = Record<string, string>;

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The tags in the header of an upload. @throws {AwsError} InvalidTag, BadRequest */
export function tagsInHeader(headers: IncomingHttpHeaders): Tags {
  return checked([...new URLSearchParams(String(headers["x-amz-tagging"] ?? ""))], 10, "Object");
}

/** The tags in a document. @throws {AwsError} MalformedXML, InvalidTag, BadRequest */
export function readTagging(text: string, limit: number, of: "Object" | "Bucket"): Tags {
  const root = readXml(text);
  const [set] = childrenOf(root, "TagSet");
  if (root.name !== "Tagging" || !set) throw s3Error("MalformedXML");
  const tags = childrenOf(set, "Tag").map((tag): [string, string] => {
    const [key, value] = [textOf(tag, "Key"), textOf(tag, "Value")];
    if (key === undefined || value === undefined) throw s3Error("MalformedXML");
    return [key, value];
  });
  return checked(tags, limit, of);
}

export function writeTagging(tags: Tags): string {
  return writeXml("Tagging", { TagSet: { Tag: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } });
}

function checked(tags: [string, string][], limit: number, of: string): Tags {
  if (tags.length > limit) throw s3Error("InvalidTag", {}, `${of} tags cannot be greater than ${limit}`);
  const known = new Set<string>();
  for (const [key, value] of tags) {
    if (known.has(key)) throw s3Error("InvalidTag", { TagKey: key }, "Cannot provide multiple Tags with the same key");
    known.add(key);
    if (key === "" || key.length > 128 || !allowed.test(key))
      throw s3Error("InvalidTag", { TagKey: key }, "The TagKey you have provided is invalid");
    if (value.length > 256 || !allowed.test(value))
      throw s3Error("InvalidTag", { TagKey: key, TagValue: value }, "The TagValue you have provided is invalid");
    if (/^aws:/i.test(key)) throw s3Error("InvalidTag", { TagKey: key }, 'Your TagKey cannot be prefixed with "aws:"');
  }
  return Object.fromEntries(tags);
}
