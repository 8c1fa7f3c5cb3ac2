import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import fc from "fast-check";
import { compare, type Listing, listKeys } from "./list-keys.ts";
import { startWithBucket } from "./test-s3.ts";

interface Question {
  prefix: string;
  delimiter: string;
  after: string;
}

/** Every key and common prefix that a listing in pages must show, worked out from all keys at once. */
function listingOf(keys: string[], { prefix, delimiter, after }: Question): string[] {
  const shown = new Set<string>();
  for (const key of keys) {
    if (!key.startsWith(prefix) || compare(key, after) <= 0) continue;
    const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    shown.add(at === -1 ? key : `${key.slice(0, at + delimiter.length)} …`);
  }
  shown.delete(`${after} …`);
  return [...shown].sort((left, right) => compare(left.replace(/ …$/, ""), right.replace(/ …$/, "")));
}

// Few letters, so that prefixes meet; two of them are ordered otherwise by JavaScript than by S3.
const letters = fc.constantFrom("a", "b", "/", "-", "\uff5e", "\u{1f600}");
const text = (maxLength: number, minLength = 0) => fc.array(letters, { minLength, maxLength }).map((all) => all.join(""));

describe("a listing", () => {
  test("shows in its pages what a look at all keys shows, once and in order", () => {
    const questions = fc.record({
      keys: fc.uniqueArray(text(6, 1), { maxLength: 30 }),
      prefix: text(2),
      delimiter: fc.constantFrom("", "/", "-", "/a"),
      after: text(3),
      limit: fc.integer({ min: 1, max: 7 }),
      batch: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(questions, ({ keys, limit, batch, ...question }) => {
        const sorted = keys.toSorted(compare).map((key) => ({ key }));
        const from = (start: string, isAfter: boolean, count: number) =>
          sorted.filter(({ key }) => (isAfter ? compare(key, start) > 0 : compare(key, start) >= 0)).slice(0, count);
        const seen: string[] = [];
        let after: string | undefined = question.after;
        while (after !== undefined) {
          const page: Listing<{ key: string }> = listKeys(from, { ...question, after, limit }, batch);
          const contents = page.contents.map(({ key }) => key);
          const size = contents.length + page.commonPrefixes.length;
          assert.ok(size <= limit && (page.next === undefined || size === limit));
          const shown = [...contents, ...page.commonPrefixes.map((prefix) => `${prefix} …`)];
          seen.push(...shown.sort((left, right) => compare(left.replace(/ …$/, ""), right.replace(/ …$/, ""))));
          after = page.next;
        }
        assert.deepEqual(seen, listingOf(keys, question));
      }),
      { numRuns: 2_000 },
    );
  });

  test("goes over HTTP with every key in it, in both versions", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const keys = ["a", "a b", "a+b", "a/1", "a/2", "a/b/1", "b & <c>", "c%20d", "é\u0001", "\uff5e", "\u{1f600}"];
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const sorted = keys.toSorted(compare);
    const seen: (string | undefined)[] = [];
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 3 }, { Bucket, EncodingType: "url" }))
      seen.push(...(page.Contents ?? []).map(({ Key }) => decodeURIComponent(Key ?? "")));
    assert.deepEqual(seen, sorted);
    const rolled = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "a", Delimiter: "/", FetchOwner: true }));
    assert.deepEqual(
      rolled.Contents?.map(({ Key }) => Key),
      ["a", "a b", "a+b"],
    );
    assert.deepEqual(rolled.CommonPrefixes, [{ Prefix: "a/" }]);
    assert.deepEqual([rolled.KeyCount, rolled.MaxKeys, rolled.IsTruncated], [4, 1_000, false]);
    assert.equal(rolled.Contents?.[0]?.Owner?.ID?.length, 64);
    assert.equal(rolled.Contents?.[0]?.Size, 1);
    const after = await s3.send(new ListObjectsV2Command({ Bucket, StartAfter: "a/1", Prefix: "a/", MaxKeys: 1 }));
    assert.deepEqual([after.Contents?.map(({ Key }) => Key), after.IsTruncated], [["a/2"], true]);
    const none = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    assert.deepEqual([none.Contents, none.IsTruncated], [undefined, false]);
    const first = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 4 }));
    assert.deepEqual([first.CommonPrefixes, first.NextMarker], [[{ Prefix: "a/" }], "a/"]);
    const second = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", Marker: "a/", MaxKeys: 1 }));
    assert.deepEqual(
      second.Contents?.map(({ Key }) => Key),
      ["b & <c>"],
    );
    const versions = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "a/", MaxKeys: 2 }));
    const shown = versions.Versions?.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest]);
    assert.deepEqual(shown, [
      ["a/1", "null", true],
      ["a/2", "null", true],
    ]);
    assert.deepEqual([versions.IsTruncated, versions.NextKeyMarker], [true, "a/2"]);
    await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: "made-by-hand" })), {
      name: "InvalidArgument",
      message: "The continuation token provided is incorrect",
    });
    await assert.rejects(s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: -1 })), { name: "InvalidArgument" });
  });
});
