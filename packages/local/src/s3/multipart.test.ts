import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { startChecksum } from "./checksums/checksum.ts";
import { startWithBucket } from "./test-s3.ts";

const Bucket = "files";
const Key = "big";
const mb = 1024 * 1024;
const bytes = randomBytes(12 * mb);
const pieces = [bytes.subarray(0, 5 * mb), bytes.subarray(5 * mb, 10 * mb + 7), bytes.subarray(10 * mb + 7)];

async function begin(s3: S3Client, input: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  return (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }))).UploadId as string;
}

async function uploadAll(s3: S3Client, UploadId: string, bodies = pieces, options: object = {}): Promise<CompletedPart[]> {
  return Promise.all(
    bodies.map(async (Body, index) => {
      const PartNumber = index + 1;
      const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...options }));
      const { $metadata, ...sums } = part;
      return { PartNumber, ...sums };
    }),
  );
}

const complete = (s3: S3Client, UploadId: string, Parts: CompletedPart[], more: object = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

function etagOf(parts: Uint8Array[]): string {
  const whole = createHash("md5");
  for (const part of parts) whole.update(createHash("md5").update(part).digest());
  return `"${whole.digest("hex")}-${parts.length}"`;
}

describe("a multipart upload", () => {
  test("by lib-storage makes an object that reads as one, by range and by part", async (context) => {
    const { s3 } = await startWithBucket(context);
    const params = { Bucket, Key, Body: bytes, ContentType: "video/mp4", Metadata: { a: "b" } };
    await new Upload({ client: s3, params, partSize: 5 * mb }).done();
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.ok(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(bytes));
    const parts = [bytes.subarray(0, 5 * mb), bytes.subarray(5 * mb, 10 * mb), bytes.subarray(10 * mb)];
    assert.equal(got.ETag, etagOf(parts));
    assert.deepEqual([got.ContentType, got.Metadata], ["video/mp4", { a: "b" }]);
    const Range = `bytes=${5 * mb - 3}-${10 * mb + 2}`;
    const range = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
    const middle = Buffer.from((await range.Body?.transformToByteArray()) ?? []);
    assert.ok(middle.equals(bytes.subarray(5 * mb - 3, 10 * mb + 3)));
    const part = await s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 2 }));
    assert.equal(part.PartsCount, 3);
    assert.ok(Buffer.from((await part.Body?.transformToByteArray()) ?? []).equals(parts[1] as Buffer));
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 4 })), { name: "InvalidPartNumber" });
  });

  test("has the checksum that S3 makes of its parts, or of all bytes", async (context) => {
    const { s3 } = await startWithBucket(context);
    for (const algorithm of ["CRC32", "SHA256"] as const) {
      const id = await begin(s3, { ChecksumAlgorithm: algorithm });
      const parts = await uploadAll(s3, id, pieces, { ChecksumAlgorithm: algorithm });
      const answer = await complete(s3, id, parts);
      const expected = startChecksum(algorithm);
      for (const piece of pieces) {
        const sum = startChecksum(algorithm);
        sum.update(piece);
        expected.update(Buffer.from(sum.digest(), "base64"));
      }
      assert.equal(answer[`Checksum${algorithm}`], `${expected.digest()}-3`);
      assert.equal(answer.ChecksumType, "COMPOSITE");
    }
    for (const algorithm of ["CRC32C", "CRC64NVME"] as const) {
      const id = await begin(s3, { ChecksumAlgorithm: algorithm, ChecksumType: "FULL_OBJECT" });
      const parts = await uploadAll(s3, id, pieces, { ChecksumAlgorithm: algorithm });
      const whole = startChecksum(algorithm);
      whole.update(bytes);
      const value = whole.digest();
      const wrong = { [`Checksum${algorithm}`]: parts[0]?.[`Checksum${algorithm}`], ChecksumType: "FULL_OBJECT" };
      await assert.rejects(complete(s3, id, parts, wrong), { name: "BadDigest" });
      await complete(s3, id, parts, { [`Checksum${algorithm}`]: value, ChecksumType: "FULL_OBJECT" });
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }));
      assert.equal(head[`Checksum${algorithm}`], value);
    }
    const ObjectAttributes = ["ObjectParts", "Checksum"] as ("ObjectParts" | "Checksum")[];
    const attributes = await s3.send(new GetObjectAttributesCommand({ Bucket, Key, ObjectAttributes }));
    assert.equal(attributes.ObjectParts?.TotalPartsCount, 3);
    assert.deepEqual(
      attributes.ObjectParts?.Parts?.map(({ Size }) => Size),
      pieces.map(({ length }) => length),
    );
  });

  test("is refused in S3's words where its parts do not make an object", async (context) => {
    const { s3 } = await startWithBucket(context);
    const id = await begin(s3);
    const [first, second] = (await uploadAll(s3, id, [Buffer.from("small"), Buffer.from("too")])) as [
      CompletedPart,
      CompletedPart,
    ];
    await assert.rejects(complete(s3, id, [first, second]), {
      name: "EntityTooSmall",
      message: "Your proposed upload is smaller than the minimum allowed size",
    });
    await assert.rejects(complete(s3, id, [second, first]), { name: "InvalidPartOrder" });
    await assert.rejects(complete(s3, id, [{ ...first, ETag: '"0"' }]), { name: "InvalidPart" });
    await assert.rejects(complete(s3, id, [{ ...first, PartNumber: 3 }]), { name: "InvalidPart" });
    await assert.rejects(complete(s3, id, []), { name: "MalformedXML" });
    const part = { Bucket, Key, UploadId: id, Body: "" };
    await assert.rejects(s3.send(new UploadPartCommand({ ...part, PartNumber: 10_001 })), { name: "InvalidArgument" });
    await assert.rejects(s3.send(new UploadPartCommand({ ...part, UploadId: "nothing", PartNumber: 1 })), {
      name: "NoSuchUpload",
    });
    const answer = await complete(s3, id, [first]);
    assert.equal(answer.ETag, etagOf([Buffer.from("small")]));
    await assert.rejects(complete(s3, id, [first]), { name: "NoSuchUpload" });
  });

  test("is completed once under a condition, and can still be aborted after that failed", async (context) => {
    const { s3 } = await startWithBucket(context);
    const id = await begin(s3);
    const parts = await uploadAll(s3, id, [Buffer.from("later")]);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "first" }));
    await assert.rejects(complete(s3, id, parts, { IfNoneMatch: "*" }), { name: "PreconditionFailed" });
    assert.equal((await s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id }))).Parts?.length, 1);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
    await assert.rejects(s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id })), { name: "NoSuchUpload" });
    const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(await got.Body?.transformToString(), "first");
  });

  test("takes parts from objects, whole or a range, and lists what it has in pages", async (context) => {
    const { s3 } = await startWithBucket(context);
    await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: bytes }));
    const id = await begin(s3);
    const copy = async (PartNumber: number, CopySourceRange?: string) => {
      const input = { Bucket, Key, UploadId: id, PartNumber, CopySource: `${Bucket}/source`, CopySourceRange };
      const { CopyPartResult } = await s3.send(new UploadPartCopyCommand(input));
      return { PartNumber, ETag: CopyPartResult?.ETag };
    };
    const parts = [await copy(1), await copy(2, "bytes=10-19")];
    await assert.rejects(copy(3, `bytes=0-${bytes.length}`), { name: "InvalidArgument" });
    const page = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id, MaxParts: 1 }));
    assert.deepEqual([page.Parts?.[0]?.Size, page.IsTruncated, page.NextPartNumberMarker], [bytes.length, true, "1"]);
    const rest = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId: id, PartNumberMarker: "1" }));
    assert.deepEqual(
      rest.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]),
      [[2, 10]],
    );
    await complete(s3, id, parts);
    const tail = await s3.send(new GetObjectCommand({ Bucket, Key, Range: "bytes=-10" }));
    assert.ok(Buffer.from((await tail.Body?.transformToByteArray()) ?? []).equals(bytes.subarray(10, 20)));
  });

  test("is listed with the others under way until it ends", async (context) => {
    const { s3 } = await startWithBucket(context);
    const keys = ["a/1", "a/2", "b", "b", "c"];
    const ids = await Promise.all(keys.map((key) => begin(s3, { Key: key })));
    const all = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    assert.deepEqual(
      all.Uploads?.map((upload) => upload.Key),
      keys,
    );
    const rolled = await s3.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: "/" }));
    assert.deepEqual(rolled.CommonPrefixes, [{ Prefix: "a/" }]);
    const seen: (string | undefined)[] = [];
    let marker: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
    for (;;) {
      const page = await s3.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 1, ...marker }));
      seen.push(page.Uploads?.[0]?.UploadId);
      if (!page.IsTruncated) break;
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    assert.deepEqual([...seen].sort(), [...ids].sort());
  });
});
