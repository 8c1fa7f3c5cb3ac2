import { createHash } from "node:crypto";
import { type Checksum, checksumOfParts } from "../checksums/checksum.ts";
import type { S3Call, S3Operation } from "../operation.ts";
import { checksumInHeader } from "../promised-checksum.ts";
import { readWhole } from "../request-body.ts";
import { s3Error } from "../s3-error.ts";
import type { Part, Upload } from "../storage/uploads.ts";
import { storeObject, wholeSeconds } from "../store-object.ts";
import { childrenOf, readXml, textOf, writeXml, type XmlNode } from "../xml.ts";
import { foundUpload } from "./create-multipart-upload.ts";

const maxDocumentBytes = 8 * 1024 * 1024;
const minPartBytes = 5 * 1024 * 1024;

/** Makes the object of the parts that the request lists; their files become the object's. What else was uploaded is removed. */
export const completeMultipartUpload: S3Operation = async (s3, call) => {
  const { bucket, key, headers, request } = call;
  const listed = readParts(await readWhole(request, maxDocumentBytes, { isChecksumOfBody: false }));
  const upload = foundUpload(s3, call);
  const parts = chosenParts(upload, s3.uploads.parts(upload.id), listed);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const md5 = createHash("md5");
  for (const { etag: partEtag } of parts) md5.update(partEtag, "hex");
  const etag = `${md5.digest("hex")}-${parts.length}`;
  const checksum = checksumOf(upload, parts);
  checkPromises(call, checksum, size);
  const { headers: answered, metadata, storageClass, tags } = upload;
  const segments = parts.map((part) => ({ file: part.file, size: part.size, checksum: part.checksum.value }));
  const lastModified = wholeSeconds(s3.clock.now());
  const object = { headers: answered, metadata, storageClass, bucket, key, size, etag, lastModified, checksum, tags, segments };
  storeObject(s3, object, headers, () => s3.uploads.end(upload.id, new Set(parts.map(({ file }) => file))));
  const body = writeXml("CompleteMultipartUploadResult", {
    Location: `http://${headers.host}${new URL(request.url ?? "/", "http://localhost").pathname}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${etag}"`,
    [`Checksum${checksum.algorithm}`]: checksum.value,
    ChecksumType: checksum.type,
  });
  return { body };
};

interface ListedPart {
  number: number;
  etag: string;
  /** Element name to value: `ChecksumCRC32`. */
  checksums: Map<string, string>;
}

function readParts(text: string): ListedPart[] {
  const root = readXml(text);
  const parts = childrenOf(root, "Part").map(listedPart);
  if (root.name !== "CompleteMultipartUpload" || parts.length === 0 || parts.length > 10_000) throw s3Error("MalformedXML");
  const isInOrder = parts.every(({ number }, index) => index === 0 || number > (parts[index - 1] as ListedPart).number);
  if (!isInOrder) throw s3Error("InvalidPartOrder");
  return parts;
}

function listedPart(node: XmlNode): ListedPart {
  const [number, etag] = [textOf(node, "PartNumber"), textOf(node, "ETag")];
  if (number === undefined || !/^\d{1,5}$/.test(number) || etag === undefined) throw s3Error("MalformedXML");
  const sums = node.children.filter(({ name }) => name.startsWith("Checksum"));
  const checksums = new Map(sums.map(({ name, text }) => [name, text]));
  return { number: Number(number), etag: etag.replace(/^"|"$/g, ""), checksums };
}

/** The uploaded parts that are listed. @throws {AwsError} InvalidPart, EntityTooSmall, InvalidRequest */
function chosenParts({ id, checksum }: Upload, uploaded: Part[], listed: ListedPart[]): Part[] {
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const element = `Checksum${checksum?.algorithm ?? "CRC64NVME"}`;
  const parts = listed.map(({ number, etag, checksums }) => {
    const part = byNumber.get(number);
    const sum = checksums.get(element);
    if (!part || part.etag !== etag || (sum !== undefined && sum !== part.checksum.value))
      throw s3Error("InvalidPart", { UploadId: id, PartNumber: number, ETag: etag });
    if (checksum?.type === "COMPOSITE" && sum === undefined)
      throw s3Error(
        "InvalidRequest",
        {},
        `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    return part;
  });
  const small = parts.slice(0, -1).find(({ size }) => size < minPartBytes);
  if (small)
    throw s3Error("EntityTooSmall", {
      ProposedSize: small.size,
      MinSizeAllowed: minPartBytes,
      PartNumber: small.number,
      ETag: small.etag,
    });
  return parts;
}

function checksumOf({ checksum }: Upload, parts: Part[]): Checksum {
  const kind = checksum ?? { algorithm: "CRC64NVME" as const, type: "FULL_OBJECT" as const };
  const value = checksumOfParts(
    kind,
    parts.map(({ size, checksum: { value } }) => ({ size, value })),
  );
  return { ...kind, value };
}

/** Holds what the request says of the whole object. @throws {AwsError} BadDigest, InvalidRequest */
function checkPromises({ request, headers }: S3Call, checksum: Checksum, size: number): void {
  const promised = checksumInHeader(request);
  if (promised && promised.algorithm === checksum.algorithm && promised.value !== checksum.value)
    throw s3Error("BadDigest", {}, `The ${promised.algorithm} you specified did not match the calculated checksum.`);
  const type = headers["x-amz-checksum-type"];
  if (type !== undefined && type !== checksum.type)
    throw s3Error(
      "InvalidRequest",
      {},
      `The upload was created using the ${checksum.type} checksum mode. The complete request must use the same checksum mode.`,
    );
  const promisedSize = headers["x-amz-mp-object-size"];
  if (promisedSize !== undefined && promisedSize !== String(size))
    throw s3Error(
      "InvalidRequest",
      {},
      `The provided 'x-amz-mp-object-size' header value ${String(promisedSize).slice(0, 20)} does not match what was computed: ${size}`,
    );
}
