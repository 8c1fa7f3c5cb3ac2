import type { IncomingHttpHeaders } from "node:http";
import { s3Error } from "./s3-error.ts";
import type { Attributes } from "./storage/objects.ts";

/** What is kept as it came and answered with the object. */
const kept = ["cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires"];
const keptWords = ["x-amz-server-side-encryption", "x-amz-website-redirect-location"];
const storageClasses = new Set([
  "DEEP_ARCHIVE",
  "GLACIER",
  "GLACIER_IR",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "REDUCED_REDUNDANCY",
  "STANDARD",
  "STANDARD_IA",
]);
const acls = new Set(["private", "bucket-owner-full-control"]);
const notImplemented =
  /^x-amz-(object-lock-|server-side-encryption-customer-|write-offset-bytes|grant-)|^x-amz-server-side-encryption-aws-kms-key-id$/;
const maxMetadataBytes = 2_048;

/**
 * Reads what the head of a request says of the object that it makes.
 * @throws {AwsError} NotImplemented, AccessControlListNotSupported, InvalidStorageClass, MetadataTooLarge
 */
export function attributesOf(headers: IncomingHttpHeaders): Attributes {
  const texts = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const foreign = texts.find(([name]) => notImplemented.test(name));
  if (foreign) throw s3Error("NotImplemented", { Header: foreign[0] });
  if (!acls.has(String(headers["x-amz-acl"] ?? "private"))) throw s3Error("AccessControlListNotSupported");
  const storageClass = String(headers["x-amz-storage-class"] ?? "STANDARD");
  if (!storageClasses.has(storageClass)) throw s3Error("InvalidStorageClass");
  const metadata = Object.fromEntries(
    texts.filter(([name]) => name.startsWith("x-amz-meta-")).map(([name, value]) => [name.slice("x-amz-meta-".length), value]),
  );
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0);
  if (size > maxMetadataBytes) throw s3Error("MetadataTooLarge", { Size: size, MaxSizeAllowed: maxMetadataBytes });
  const answered = Object.fromEntries(texts.filter(([name]) => kept.includes(name) || keptWords.includes(name)));
  const encoding = withoutChunked(answered["content-encoding"]);
  delete answered["content-encoding"];
  return {
    headers: {
      "content-type": "binary/octet-stream",
      ...answered,
      ...(encoding !== "" && { "content-encoding": encoding }),
    },
    metadata,
    storageClass,
  };
}

/** The headers that an object is answered with, but those of its bytes. */
export function headersOf({ headers, metadata, storageClass }: Attributes): Record<string, string> {
  return {
    ...headers,
    ...(storageClass !== "STANDARD" && { "x-amz-storage-class": storageClass }),
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

// It says how the request travels and is no encoding of the object.
function withoutChunked(encoding = ""): string {
  return encoding
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "aws-chunked" && one !== "")
    .join(",");
}
