import { commonPrefixOf } from "../list-keys.ts";
import type { S3Operation } from "../operation.ts";
import type { Upload } from "../storage/uploads.ts";
import { writeXml, type XmlElements } from "../xml.ts";
import { foundUpload } from "./create-multipart-upload.ts";
import { encodingOf, ownerOf, wholeNumber } from "./list-objects.ts";

const maxItems = 1_000;

/** Lists the parts that an upload has so far. */
export const listParts: S3Operation = (s3, call) => {
  const { query, bucket, key } = call;
  const { id, storageClass, checksum } = foundUpload(s3, call);
  const { encoded, isEncoded } = encodingOf(query);
  const marker = wholeNumber(query, "part-number-marker") ?? 0;
  const limit = Math.min(wholeNumber(query, "max-parts") ?? maxItems, maxItems);
  const parts = s3.uploads.parts(id).filter(({ number }) => number > marker);
  const page = parts.slice(0, limit);
  const body = writeXml("ListPartsResult", {
    Bucket: bucket,
    Key: encoded(key),
    ...(isEncoded && { EncodingType: "url" }),
    UploadId: id,
    Initiator: ownerOf(s3.accountId),
    Owner: ownerOf(s3.accountId),
    StorageClass: storageClass,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: parts.length > page.length,
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
    Part: page.map(({ number, modifiedAt, etag, size, checksum: sum }) => ({
      PartNumber: number,
      LastModified: new Date(modifiedAt).toISOString(),
      ETag: `"${etag}"`,
      Size: size,
      [`Checksum${sum.algorithm}`]: sum.value,
    })),
  });
  return { body };
};

/** Lists the uploads under way in a bucket, in the order of their keys. */
export const listMultipartUploads: S3Operation = (s3, call) => {
  const { query, bucket } = call;
  const { encoded, isEncoded } = encodingOf(query);
  const [prefix, delimiter] = [query.get("prefix") ?? "", query.get("delimiter") ?? ""];
  const marker = { key: query.get("key-marker") ?? "", id: query.get("upload-id-marker") ?? "" };
  const limit = Math.min(wholeNumber(query, "max-uploads") ?? maxItems, maxItems);
  // Without an id the marker stands for all uploads of its key.
  const isAfterMarker = ({ key, id }: Upload) => key !== marker.key || (marker.id !== "" && id > marker.id);
  const all = s3.uploads.list(bucket, marker, Number.MAX_SAFE_INTEGER).filter(isAfterMarker);
  const found = all.filter(({ key }) => key.startsWith(prefix));
  const commonOf = ({ key }: Upload) => commonPrefixOf(key, prefix, delimiter);
  const single = found.filter((upload) => commonOf(upload) === undefined);
  const commonPrefixes = [...new Set(found.flatMap((upload) => commonOf(upload) ?? []))];
  const uploads = single.slice(0, limit);
  const last = uploads.at(-1);
  const isTruncated = single.length > uploads.length;
  const body = writeXml("ListMultipartUploadsResult", {
    Bucket: bucket,
    KeyMarker: encoded(marker.key),
    UploadIdMarker: marker.id,
    ...(isTruncated && last && { NextKeyMarker: encoded(last.key), NextUploadIdMarker: last.id }),
    ...(prefix !== "" && { Prefix: encoded(prefix) }),
    ...(delimiter !== "" && { Delimiter: encoded(delimiter) }),
    ...(isEncoded && { EncodingType: "url" }),
    MaxUploads: limit,
    IsTruncated: isTruncated,
    Upload: uploads.map((upload) => described(upload, encoded(upload.key), s3.accountId)),
    CommonPrefixes: commonPrefixes.map((one) => ({ Prefix: encoded(one) })),
  });
  return { body };
};

function described({ id, storageClass, startedAt, checksum }: Upload, key: string, accountId: string): XmlElements {
  return {
    Key: key,
    UploadId: id,
    Initiator: ownerOf(accountId),
    Owner: ownerOf(accountId),
    StorageClass: storageClass,
    Initiated: new Date(startedAt).toISOString(),
    ...(checksum && { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type }),
  };
}
