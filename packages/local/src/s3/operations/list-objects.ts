import { type Listing, listKeys } from "../list-keys.ts";
import type { S3Call, S3Context, S3Operation } from "../operation.ts";
import { s3Error } from "../s3-error.ts";
import type { StoredObject } from "../storage/objects.ts";
import { writeXml, type XmlElements } from "../xml.ts";

const maxKeys = 1_000;

/** Lists the objects of a bucket, a page at a time; the token of a page says where the next one starts. */
export const listObjectsV2: S3Operation = (s3, call) => {
  const { query, bucket } = call;
  const asked = askedOf(query);
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after") ?? "";
  const page = pageOf(s3, bucket, asked, token === null ? startAfter : keyOfToken(token));
  const { prefix, delimiter, limit, encoded } = asked;
  const isOwnerWanted = query.get("fetch-owner") === "true";
  const body = writeXml("ListBucketResult", {
    Name: bucket,
    Prefix: encoded(prefix),
    ...(startAfter !== "" && { StartAfter: encoded(startAfter) }),
    ...(token !== null && { ContinuationToken: token }),
    ...(page.next !== undefined && { NextContinuationToken: tokenOf(page.next) }),
    KeyCount: page.contents.length + page.commonPrefixes.length,
    MaxKeys: limit,
    ...rest(asked, page, isOwnerWanted ? s3.accountId : undefined),
    ...(delimiter !== "" && { Delimiter: encoded(delimiter) }),
  });
  return { body };
};

/** The first form of the listing: a page starts after the marker, which is a key. */
export const listObjects: S3Operation = (s3, call) => {
  const { query, bucket } = call;
  const asked = askedOf(query);
  const marker = query.get("marker") ?? "";
  const page = pageOf(s3, bucket, asked, marker);
  const { prefix, delimiter, limit, encoded } = asked;
  const body = writeXml("ListBucketResult", {
    Name: bucket,
    Prefix: encoded(prefix),
    Marker: encoded(marker),
    // Without a delimiter clients take the last key.
    ...(page.next !== undefined && delimiter !== "" && { NextMarker: encoded(page.next) }),
    MaxKeys: limit,
    ...(delimiter !== "" && { Delimiter: encoded(delimiter) }),
    ...rest(asked, page, s3.accountId),
  });
  return { body };
};

/** The listing by version: every object has one, whose id is `null`, as in every bucket without versions. */
export const listObjectVersions: S3Operation = (s3, call) => {
  const { query, bucket } = call;
  const asked = askedOf(query);
  const marker = query.get("key-marker") ?? "";
  const page = pageOf(s3, bucket, asked, marker);
  const { prefix, delimiter, limit, isEncoded, encoded } = asked;
  const body = writeXml("ListVersionsResult", {
    Name: bucket,
    Prefix: encoded(prefix),
    KeyMarker: encoded(marker),
    ...(page.next !== undefined && { NextKeyMarker: encoded(page.next), NextVersionIdMarker: "null" }),
    MaxKeys: limit,
    ...(delimiter !== "" && { Delimiter: encoded(delimiter) }),
    ...(isEncoded && { EncodingType: "url" }),
    IsTruncated: page.next !== undefined,
    Version: page.contents.map((object) => ({
      ...described(object, encoded, s3.accountId),
      VersionId: "null",
      IsLatest: true,
    })),
    CommonPrefixes: page.commonPrefixes.map((one) => ({ Prefix: encoded(one) })),
  });
  return { body };
};

interface Asked {
  prefix: string;
  delimiter: string;
  limit: number;
  isEncoded: boolean;
  encoded(text: string): string;
}

function askedOf(query: URLSearchParams): Asked {
  const { isEncoded, encoded } = encodingOf(query);
  return {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    limit: Math.min(wholeNumber(query, "max-keys") ?? maxKeys, maxKeys),
    isEncoded,
    encoded,
  };
}

function pageOf({ objects }: S3Context, bucket: string, asked: Asked, after: string): Listing<StoredObject> {
  return listKeys((from, isAfter, limit) => objects.from(bucket, from, isAfter, limit), { ...asked, after });
}

function rest({ isEncoded, encoded }: Asked, page: Listing<StoredObject>, owner: string | undefined): XmlElements {
  return {
    ...(isEncoded && { EncodingType: "url" }),
    IsTruncated: page.next !== undefined,
    Contents: page.contents.map((object) => described(object, encoded, owner)),
    CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encoded(prefix) })),
  };
}

function described(object: StoredObject, encoded: Asked["encoded"], owner: string | undefined): XmlElements {
  const { key, lastModified, etag, checksum, size, storageClass } = object;
  return {
    Key: encoded(key),
    LastModified: new Date(lastModified).toISOString(),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum.algorithm,
    ChecksumType: checksum.type,
    Size: size,
    ...(owner !== undefined && { Owner: ownerOf(owner) }),
    StorageClass: storageClass,
  };
}

/** An account as S3 names it, by a canonical id of 64 hexadecimal digits. */
export function ownerOf(accountId: string): XmlElements {
  return { ID: Buffer.from(accountId).toString("hex").padStart(64, "0") };
}

/** How keys are written, as XML cannot hold every one of them. @throws {AwsError} InvalidArgument */
export function encodingOf(query: URLSearchParams): Pick<Asked, "isEncoded" | "encoded"> {
  const type = query.get("encoding-type");
  if (type !== null && type !== "url")
    throw s3Error(
      "InvalidArgument",
      { ArgumentName: "encoding-type", ArgumentValue: type },
      "Invalid Encoding Method specified in Request",
    );
  const encode = (text: string) =>
    encodeURIComponent(text)
      .replace(/%2F/g, "/")
      .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return { isEncoded: type === "url", encoded: type === "url" ? encode : (text) => text };
}

/** A parameter that is a number. @throws {AwsError} InvalidArgument */
export function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  const argument = { ArgumentName: name, ArgumentValue: text };
  if (!/^-?\d{1,10}$/.test(text))
    throw s3Error("InvalidArgument", argument, `Provided ${name} not an integer or within integer range`);
  if (Number(text) < 0 || Number(text) > 2 ** 31 - 1)
    throw s3Error("InvalidArgument", argument, `Argument ${name} must be an integer between 0 and 2147483647`);
  return Number(text);
}

function tokenOf(key: string): string {
  return Buffer.from(`1${key}`).toString("base64url");
}

function keyOfToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!text.startsWith("1") || tokenOf(text.slice(1)) !== token)
    throw s3Error("InvalidArgument", { ArgumentName: "continuation-token" }, "The continuation token provided is incorrect");
  return text.slice(1);
}

/** The condition keys of a listing. */
export function listingContext({ query }: Pick<S3Call, "query">): Record<string, string[]> {
  const names = { prefix: "s3:prefix", delimiter: "s3:delimiter", "max-keys": "s3:max-keys" };
  const given = Object.entries(names).filter(([name]) => query.has(name));
  return Object.fromEntries(given.map(([name, key]) => [key, [query.get(name) as string]]));
}
