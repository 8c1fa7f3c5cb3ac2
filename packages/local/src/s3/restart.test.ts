import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { startLocal } from "../start-local.ts";
import { clientOf, startWithBucket } from "./test-s3.ts";

const Bucket = "files";
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

function temporary(context: TestContext): string {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-s3-test-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

test("objects and uploads under way are there after a restart, and files that nothing names are swept", async (context) => {
  const dataDir = temporary(context);
  const first = await startLocal({ dataDir });
  const s3 = clientOf(first);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "kept", Metadata: { b: "c" } }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "m" }));
  const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: "m", UploadId, PartNumber: 1, Body: "part" }));
  s3.destroy();
  await first.stop();
  const folder = join(dataDir, "s3");
  mkdirSync(join(folder, "ff"), { recursive: true });
  writeFileSync(join(folder, "arriving-1"), "torn");
  writeFileSync(join(folder, "ff", "ff-orphan"), "whole, but of no object");
  assert.equal(filesIn(folder).length, 4);

  const second = await startLocal({ dataDir });
  const again = clientOf(second);
  context.after(() => {
    again.destroy();
    return second.stop();
  });
  assert.equal(filesIn(folder).length, 2);
  const got = await again.send(new GetObjectCommand({ Bucket, Key: "a" }));
  assert.deepEqual([await got.Body?.transformToString(), got.Metadata], ["kept", { b: "c" }]);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await again.send(new CompleteMultipartUploadCommand({ Bucket, Key: "m", UploadId, MultipartUpload }));
  const whole = await again.send(new GetObjectCommand({ Bucket, Key: "m" }));
  assert.equal(await whole.Body?.transformToString(), "part");
});

test("the bytes of what is replaced, deleted, refused or broken off are removed", async (context) => {
  const dataDir = temporary(context);
  const { s3, local } = await startWithBucket(context, { dataDir });
  const folder = join(dataDir, "s3");
  const put = (Key: string, more: object = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "bytes", ...more }));
  await put("a");
  await put("a");
  await put("b");
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "b" }));
  await assert.rejects(put("a", { IfNoneMatch: "*" }), { name: "PreconditionFailed" });
  await assert.rejects(put("a", { ContentMD5: "XrY7u+Ae7tCTyyK7j1rNww==" }), { name: "BadDigest" });
  const abort = new AbortController();
  const headers = {
    "content-length": "1000000",
    authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
  };
  async function* endless() {
    yield new Uint8Array(100_000);
    abort.abort();
    await new Promise(() => {});
  }
  const request = { method: "PUT", headers, body: endless(), duplex: "half", signal: abort.signal } as unknown as RequestInit;
  await assert.rejects(fetch(`${local.url}/${Bucket}/broken`, request), { name: "AbortError" });
  // A body that was broken off ends after its client has gone; another request comes after that.
  for (let tries = 0; filesIn(folder).length > 1 && tries < 50; tries++) await put("a");
  assert.equal(filesIn(folder).length, 1);
});

test("without a data folder nothing is left behind, and a reset removes objects and leaves buckets", async () => {
  const before = temporaryFolders();
  const local = await startLocal();
  const s3 = clientOf(local);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "x" }));
  const made = temporaryFolders().filter((folder) => !before.includes(folder));
  assert.ok(made.length >= 1);
  await local.reset();
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "a" })), { name: "NoSuchKey" });
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "y" }));
  s3.destroy();
  await local.stop();
  // Other tests may have made some as well, and remove theirs.
  assert.ok(made.some((folder) => !existsSync(join(tmpdir(), folder))));
});

test("an object is read to its end while it is replaced and deleted", async (context) => {
  const { s3 } = await startWithBucket(context);
  // More than the sockets between hold, so that the second part is opened only after the deletion.
  const bytes = Buffer.alloc(24 * 1024 * 1024, "old");
  const params = { Bucket, Key: "a", Body: bytes };
  await new Upload({ client: s3, params, partSize: 20 * 1024 * 1024 }).done();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "new" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
  assert.ok(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes));
});

function temporaryFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => /^foyer-s3-[^-]+$/.test(name));
}
