import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { CopyObjectCommand, CreateBucketCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { startProcess } from "./local-process.ts";

const Bucket = "files";
const mb = 1024 * 1024;
const size = 200;

test("200 MB go in, are copied and come out without lying in memory", {
  timeout: 120_000,
  skip: process.platform !== "linux" && "the peak of a process is read from /proc",
}, async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-s3-memory-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const { s3, pid } = await startProcess(context, dataDir);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "small", Body: "x" }));
  const before = peakOf(pid);
  const block = randomBytes(mb);
  const sent = createHash("md5");
  for (let count = 0; count < size; count++) sent.update(block);
  const Body = Readable.from(Array.from({ length: size }, () => block));
  const startedAt = performance.now();
  await s3.send(new PutObjectCommand({ Bucket, Key: "large", Body, ContentLength: size * mb }));
  const putAt = performance.now();
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/large` }));
  const copiedAt = performance.now();
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "copy" }));
  const received = createHash("md5");
  for await (const piece of got.Body as Readable) received.update(piece);
  assert.equal(received.digest("hex"), sent.digest("hex"));
  const seconds = [putAt - startedAt, copiedAt - putAt, performance.now() - copiedAt].map((ms) => (ms / 1_000).toFixed(1));
  const grown = peakOf(pid) - before;
  context.diagnostic(`peak grew by ${grown} MB; put, copy, get took ${seconds.join(" s, ")} s`);
  assert.ok(grown < size / 2, `the peak of memory grew by ${grown} MB`);
});

/** The most memory that a process has held so far, in MB. */
function peakOf(pid: number): number {
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024);
}
