import type { S3Operation } from "../operation.ts";
import { s3Error } from "../s3-error.ts";
import { writeXml } from "../xml.ts";
import { foundObject } from "./get-object.ts";

const known = new Set(["Checksum", "ETag", "ObjectParts", "ObjectSize", "StorageClass"]);

/** Tells of an object what is asked for, parts included. */
export const getObjectAttributes: S3Operation = (s3, call) => {
  const asked = new Set(
    String(call.headers["x-amz-object-attributes"] ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  );
  if (asked.size === 0 || ![...asked].every((name) => known.has(name)))
    throw s3Error("InvalidArgument", { ArgumentName: "x-amz-object-attributes" }, "Invalid attribute name specified.");
  const { etag, size, checksum, storageClass, segments, lastModified } = foundObject(s3, call);
  const element = `Checksum${checksum.algorithm}`;
  const isMultipart = etag.includes("-");
  const marker = Number(call.headers["x-amz-part-number-marker"] ?? 0);
  const maxParts = Math.min(Number(call.headers["x-amz-max-parts"] ?? 1_000), 1_000);
  const parts = segments.map((segment, index) => ({ ...segment, number: index + 1 })).filter(({ number }) => number > marker);
  const page = parts.slice(0, maxParts);
  const body = writeXml("GetObjectAttributesResponse", {
    ...(asked.has("ETag") && { ETag: etag }),
    ...(asked.has("Checksum") && { Checksum: { [element]: checksum.value, ChecksumType: checksum.type } }),
    ...(asked.has("ObjectParts") &&
      isMultipart && {
        ObjectParts: {
          PartsCount: segments.length,
          PartNumberMarker: marker,
          NextPartNumberMarker: page.at(-1)?.number ?? 0,
          MaxParts: maxParts,
          IsTruncated: parts.length > page.length,
          Part: page.map((part) => ({ PartNumber: part.number, Size: part.size, [element]: part.checksum })),
        },
      }),
    ...(asked.has("StorageClass") && { StorageClass: storageClass }),
    ...(asked.has("ObjectSize") && { ObjectSize: size }),
  });
  return { body, headers: { "last-modified": new Date(lastModified).toUTCString() } };
};
