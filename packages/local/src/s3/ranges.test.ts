import assert from "node:assert/strict";
import { test } from "node:test";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { readRange } from "./range.ts";
import { startWithBucket } from "./test-s3.ts";

test("a range is what slice() makes of it, and one with no byte in it is refused", () => {
  const numbers = fc.option(fc.nat(30), { nil: undefined });
  fc.assert(
    fc.property(numbers, numbers, fc.nat(20), (first, last, size) => {
      const bytes = Array.from({ length: size }, (_, index) => index);
      const header = `bytes=${first ?? ""}-${last ?? ""}`;
      let expected: number[] | undefined;
      if (first !== undefined && (last === undefined || last >= first))
        expected = bytes.slice(first, last === undefined ? size : last + 1);
      if (first === undefined && last !== undefined) expected = last === 0 ? [] : bytes.slice(-last);
      if (expected?.length === 0) {
        assert.throws(() => readRange(header, size), { name: "InvalidRange" });
        return;
      }
      const range = readRange(header, size);
      assert.deepEqual(range && bytes.slice(range.start, range.end), expected);
    }),
  );
});

test("ranges go over HTTP with their place in the object", async (context) => {
  const { s3, Bucket } = await startWithBucket(context);
  const Key = "digits";
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "0123456789" }));
  const get = (Range: string) => s3.send(new GetObjectCommand({ Bucket, Key, Range }));
  const cases: [range: string, body: string, contentRange: string | undefined, status: number][] = [
    ["bytes=2-4", "234", "bytes 2-4/10", 206],
    ["bytes=7-", "789", "bytes 7-9/10", 206],
    ["bytes=-2", "89", "bytes 8-9/10", 206],
    ["bytes=8-100", "89", "bytes 8-9/10", 206],
    ["bytes=0-1,4-5", "0123456789", undefined, 200],
    ["lines=1-2", "0123456789", undefined, 200],
  ];
  for (const [range, body, contentRange, status] of cases) {
    const got = await get(range);
    assert.deepEqual(
      [await got.Body?.transformToString(), got.ContentRange, got.$metadata.httpStatusCode],
      [body, contentRange, status],
    );
    assert.equal(got.ContentLength, body.length);
  }
  await assert.rejects(get("bytes=10-"), {
    name: "InvalidRange",
    message: "The requested range is not satisfiable",
    ActualObjectSize: "10",
    RangeRequested: "bytes=10-",
  });
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: "" }));
  await assert.rejects(get("bytes=0-"), { name: "InvalidRange" });
});
