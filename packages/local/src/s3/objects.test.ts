import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { startWithBucket } from "./test-s3.ts";

describe("an object of S3", () => {
  test("comes back as it was put, with its metadata and content headers", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const Body = randomBytes(300_000);
    const Key = "private/ä b+c/%25/=.bin";
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body,
        ContentType: "image/png",
        CacheControl: "no-store",
        Metadata: { owner: "ada" },
        StorageClass: "STANDARD_IA",
        Tagging: "team=crm&x=1",
      }),
    );
    const md5 = createHash("md5").update(Body).digest("hex");
    assert.equal(put.ETag, `"${md5}"`);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), Body);
    assert.equal(got.ContentType, "image/png");
    assert.equal(got.CacheControl, "no-store");
    assert.deepEqual(got.Metadata, { owner: "ada" });
    assert.equal(got.StorageClass, "STANDARD_IA");
    assert.equal(got.TagCount, 2);
    assert.equal(got.ETag, put.ETag);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
    assert.equal(head.ContentLength, Body.length);
    assert.equal(head.ChecksumCRC32, put.ChecksumCRC32);
    assert.match(head.$metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
    assert.equal(head.$metadata.extendedRequestId?.length, 64);
  });

  test("is taken as a stream, whose checksum follows it, by every algorithm", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const bytes = randomBytes(200_000);
    for (const algorithm of ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const) {
      const Body = Readable.from([bytes.subarray(0, 70_001), bytes.subarray(70_001)]);
      await s3.send(
        new PutObjectCommand({ Bucket, Key: algorithm, Body, ContentLength: bytes.length, ChecksumAlgorithm: algorithm }),
      );
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: algorithm, ChecksumMode: "ENABLED" }));
      assert.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), bytes);
      assert.ok(got[`Checksum${algorithm}` as "ChecksumSHA256"], algorithm);
      assert.equal(got.ContentEncoding, undefined);
    }
  });

  test("is not kept where its bytes are not what was promised of them", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const put = (wrong: object) => s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "hello", ...wrong }));
    await assert.rejects(put({ ContentMD5: createHash("md5").update("other").digest("base64") }), {
      name: "BadDigest",
      message: "The Content-MD5 you specified did not match what we received.",
    });
    await assert.rejects(put({ ContentMD5: "no" }), { name: "InvalidDigest" });
    await assert.rejects(put({ ChecksumSHA256: createHash("sha256").update("other").digest("base64") }), {
      name: "BadDigest",
      message: "The SHA256 you specified did not match the calculated checksum.",
    });
    await assert.rejects(put({ ChecksumCRC32: "AAAA" }), { name: "InvalidRequest" });
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "a" })), {
      name: "NoSuchKey",
      message: "The specified key does not exist.",
    });
  });

  test("is read and written under conditions", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const put = (Body: string, conditions: object = {}) =>
      s3.send(new PutObjectCommand({ Bucket, Key: "a", Body, ...conditions }));
    const { ETag } = await put("one", { IfNoneMatch: "*" });
    const failed = {
      name: "PreconditionFailed",
      message: "At least one of the pre-conditions you specified did not hold",
      $metadata: { httpStatusCode: 412 },
    };
    const hasFailed = (error: Error & { $metadata: { httpStatusCode: number } }) => {
      assert.deepEqual([error.name, error.message, error.$metadata.httpStatusCode], [failed.name, failed.message, 412]);
      return true;
    };
    await assert.rejects(put("two", { IfNoneMatch: "*" }), hasFailed);
    await assert.rejects(put("two", { IfMatch: '"0123"' }), hasFailed);
    await assert.rejects(s3.send(new PutObjectCommand({ Bucket, Key: "b", Body: "", IfMatch: "x" })), { name: "NoSuchKey" });
    const two = await put("two", { IfMatch: ETag });
    const get = (conditions: Partial<GetObjectCommandInput>) =>
      s3.send(new GetObjectCommand({ Bucket, Key: "a", ...conditions }));
    await assert.rejects(get({ IfMatch: ETag }), hasFailed);
    await assert.rejects(get({ IfUnmodifiedSince: new Date(0) }), hasFailed);
    const notModified = (error: Error & { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode === 304;
    await assert.rejects(get({ IfNoneMatch: two.ETag }), notModified);
    await assert.rejects(get({ IfModifiedSince: new Date(Date.now() + 2_000) }), notModified);
    const got = await get({ IfMatch: two.ETag, IfUnmodifiedSince: new Date(0) });
    assert.equal(await got.Body?.transformToString(), "two");
  });

  test("is put once by many who all want to be the first", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const all = Array.from({ length: 20 }, (_, number) =>
      s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: `${number}`, IfNoneMatch: "*" })).then(
        () => number,
        (error: Error) => error.name,
      ),
    );
    const outcomes = await Promise.all(all);
    const first = outcomes.filter((outcome) => typeof outcome === "number");
    assert.equal(first.length, 1);
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    assert.equal(await got.Body?.transformToString(), `${first[0]}`);
  });

  test("is copied with its metadata or with new ones", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const Key = "from/ä b.txt";
    const { ETag } = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: "text", ContentType: "text/plain", Metadata: { a: "1" }, Tagging: "t=1" }),
    );
    const CopySource = encodeURIComponent(`${Bucket}/${Key}`);
    const copy = await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource }));
    assert.equal(copy.CopyObjectResult?.ETag, ETag);
    assert.deepEqual((await s3.send(new HeadObjectCommand({ Bucket, Key: "to" }))).Metadata, { a: "1" });
    const tags = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "to" }));
    assert.deepEqual(tags.TagSet, [{ Key: "t", Value: "1" }]);
    await assert.rejects(s3.send(new CopyObjectCommand({ Bucket, Key, CopySource })), /to itself/);
    const replaced = { MetadataDirective: "REPLACE", Metadata: { b: "2" } } as const;
    await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...replaced }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    assert.deepEqual([head.Metadata, head.ContentLength], [{ b: "2" }, 4]);
    await assert.rejects(s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource, CopySourceIfNoneMatch: ETag })), {
      name: "PreconditionFailed",
    });
    await assert.rejects(s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource, IfNoneMatch: "*" })), {
      name: "PreconditionFailed",
    });
    await assert.rejects(s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource: `${Bucket}/nothing` })), {
      name: "NoSuchKey",
    });
  });

  test("is deleted, alone or with others, whether it is there or not", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    for (const Key of ["a", "b & <c>", "d"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    const Objects = [{ Key: "b & <c>" }, { Key: "nothing" }];
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.deepEqual(Deleted, Objects);
    await assert.rejects(s3.send(new DeleteObjectCommand({ Bucket, Key: "d", IfMatch: "x" })), {
      name: "PreconditionFailed",
    });
    await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: "b & <c>" })), { name: "NotFound" });
    await s3.send(new HeadObjectCommand({ Bucket, Key: "d" }));
  });

  test("has tags and attributes of its own", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const Key = "a";
    const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: "hello" }));
    const TagSet = [{ Key: "é <&>".replace(/[<&>]/g, "-"), Value: "" }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    assert.deepEqual((await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet, TagSet);
    const twice = [...TagSet, ...TagSet];
    await assert.rejects(s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: twice } })), {
      name: "InvalidTag",
    });
    const attributes = await s3.send(
      new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes: ["ETag", "Checksum", "ObjectSize", "StorageClass"] }),
    );
    assert.equal(attributes.ETag, put.ETag?.replaceAll('"', ""));
    assert.equal(attributes.ObjectSize, 5);
    assert.equal(attributes.Checksum?.ChecksumCRC32, put.ChecksumCRC32);
  });
});
