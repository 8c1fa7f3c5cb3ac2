import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { startProcess } from "./local-process.ts";

const Bucket = "files";
const rounds = 10;
const writers = 4;
const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest("hex");

/** What is known of a key: the digest that was acknowledged last, `null` once it was deleted, and what may have come after it. */
interface Known {
  acknowledged: string | null;
  begun: string | null;
}

test("after kill -9 every object is whole, what was acknowledged is there, and no file is left over", {
  timeout: 180_000,
}, async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-s3-kill-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const keys = new Map<string, Known>();
  let writes = 0;
  for (let round = 0; round <= rounds; round++) {
    const { s3, kill } = await startProcess(context, dataDir);
    if (round === 0) await s3.send(new CreateBucketCommand({ Bucket }));
    const found = await digests(s3);
    for (const [key, { acknowledged, begun }] of keys) {
      const now = found.get(key) ?? null;
      assert.ok(now === acknowledged || now === begun, `round ${round}: ${key} is neither what it was nor what it was to be`);
      keys.set(key, { acknowledged: now, begun: now });
    }
    assert.deepEqual(
      [...found.keys()].filter((key) => !keys.has(key)),
      [],
    );
    const files = readdirSync(join(dataDir, "s3"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.equal(files.length, found.size + (await partsUnderWay(s3)), `round ${round}: files`);
    if (round === rounds) break;
    const killed = new Promise<void>((resolve) => setTimeout(resolve, 200 + Math.random() * 600)).then(kill);
    await Promise.all(Array.from({ length: writers }, (_, writer) => writeUntilKilled(s3, `writer-${writer}`)));
    await killed;
  }
  assert.ok(writes > rounds * writers, `only ${writes} writes`);
  context.diagnostic(`${writes} acknowledged writes over ${rounds} kills`);

  async function writeUntilKilled(s3: S3Client, prefix: string): Promise<void> {
    for (let step = 0; ; step++) {
      const key = `${prefix}/${step % 5}`;
      const bytes = randomBytes(1_000 + Math.floor(Math.random() * 400_000));
      const isDelete = step % 7 === 6;
      const before = keys.get(key)?.acknowledged ?? null;
      const begun = isDelete ? null : md5(bytes);
      keys.set(key, { acknowledged: before, begun });
      try {
        if (isDelete) await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
        else if (step % 3 === 2) await putInParts(s3, key, bytes);
        else await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: bytes }));
      } catch {
        return;
      }
      keys.set(key, { acknowledged: begun, begun });
      writes++;
    }
  }
});

async function putInParts(s3: S3Client, Key: string, Body: Uint8Array): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body }));
  const Parts = [{ ETag, PartNumber: 1 }];
  await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
}

/** How many parts wait for uploads that the kill has left unfinished. */
async function partsUnderWay(s3: S3Client): Promise<number> {
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  const lists = Uploads.map(({ Key, UploadId }) => s3.send(new ListPartsCommand({ Bucket, Key, UploadId })));
  return (await Promise.all(lists)).reduce((count, { Parts = [] }) => count + Parts.length, 0);
}

/** The digest of the bytes of every object; each is the one that its ETag names, where that is one. */
async function digests(s3: S3Client): Promise<Map<string, string>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const all = new Map<string, string>();
  for (const { Key = "", ETag = "" } of Contents) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const digest = md5((await Body?.transformToByteArray()) ?? new Uint8Array());
    if (!ETag.includes("-")) assert.equal(ETag, `"${digest}"`, Key);
    all.set(Key, digest);
  }
  return all;
}
