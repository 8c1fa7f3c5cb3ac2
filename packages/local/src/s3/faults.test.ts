import assert from "node:assert/strict";
import { test } from "node:test";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { clientOf, startWithBucket } from "./test-s3.ts";

test("faults strike the operations of S3, and who listens is told of what was served", async (context) => {
  const told: unknown[] = [];
  const { local, s3, Bucket } = await startWithBucket(context, {
    onCall: ({ service, operation, status, error, input }) => told.push([service, operation, status, error?.name, input()]),
  });
  told.length = 0;
  assert.ok([...(local.operationsOf("s3") ?? [])].includes("PutObject"));
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.alloc(200_000) }));
  local.faults.add({ service: "s3", operation: "PutObject", kind: "throttle", count: 1 });
  await assert.rejects(put("a"), { name: "SlowDown", message: "Please reduce your request rate." });
  local.faults.add({ service: "s3", operation: "PutObject", kind: "error", name: "InternalError", count: 1 });
  await assert.rejects(put("a"), (error: Error & { $metadata: { httpStatusCode: number } }) => {
    assert.deepEqual([error.name, error.$metadata.httpStatusCode], ["InternalError", 500]);
    return true;
  });
  assert.deepEqual(told, []);
  local.faults.add({ service: "s3", operation: "PutObject", kind: "reply-lost", count: 1 });
  await assert.rejects(put("b"));
  const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket }));
  assert.equal(KeyCount, 1);
  local.faults.add({ service: "s3", operation: "GetObject", kind: "reply-lost", count: 1 });
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "b" })));
  await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "c" })));
  assert.deepEqual(told, [
    ["s3", "PutObject", 200, undefined, { Bucket, Key: "b" }],
    ["s3", "ListObjectsV2", 200, undefined, { Bucket }],
    ["s3", "GetObject", 200, undefined, { Bucket, Key: "b" }],
    ["s3", "GetObject", 404, "NoSuchKey", { Bucket, Key: "c" }],
  ]);
  // A client that tries again, as they do, gets through.
  local.faults.add({ service: "s3", operation: "PutObject", kind: "throttle", count: 1 });
  const patient = clientOf(local, { maxAttempts: 3 });
  context.after(() => patient.destroy());
  await patient.send(new PutObjectCommand({ Bucket, Key: "d", Body: "text" }));
});
