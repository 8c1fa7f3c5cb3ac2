import assert from "node:assert/strict";
import { test } from "node:test";
import { GetObjectCommand, PutBucketCorsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { startWithBucket } from "./test-s3.ts";

const origin = "http://localhost:5173";

test("a page may read and write what the bucket's CORS configuration lets it, and nothing without one", async (context) => {
  const { s3, Bucket } = await startWithBucket(context);
  await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "text" }));
  const get = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "a" }));
  const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "b" }));
  const preflight = (url: string, method: string, from = origin) =>
    fetch(url, {
      method: "OPTIONS",
      headers: {
        origin: from,
        "access-control-request-method": method,
        "access-control-request-headers": "X-Amz-Meta-A,content-type",
      },
    });
  const without = await preflight(put, "PUT");
  assert.equal(without.status, 403);
  assert.match(await without.text(), /CORSResponse: CORS is not enabled for this bucket\./);
  assert.equal((await fetch(get, { headers: { origin } })).headers.get("access-control-allow-origin"), null);

  const rule = {
    AllowedOrigins: ["http://localhost:*"],
    AllowedMethods: ["GET", "PUT"],
    AllowedHeaders: ["content-type", "x-amz-*"],
    ExposeHeaders: ["ETag"],
    MaxAgeSeconds: 300,
  };
  await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));
  const allowed = await preflight(put, "PUT");
  assert.equal(allowed.status, 200);
  const header = (name: string) => allowed.headers.get(`access-control-${name}`);
  assert.deepEqual(
    ["allow-origin", "allow-methods", "allow-headers", "expose-headers", "max-age", "allow-credentials"].map(header),
    [origin, "GET, PUT", "x-amz-meta-a, content-type", "ETag", "300", "true"],
  );
  const written = await fetch(put, { method: "PUT", body: "by page", headers: { origin } });
  assert.equal(written.status, 200);
  assert.equal(written.headers.get("access-control-allow-origin"), origin);
  assert.equal(written.headers.get("access-control-expose-headers"), "ETag");
  assert.equal((await preflight(put, "DELETE")).status, 403);
  assert.equal((await preflight(put, "PUT", "http://127.0.0.1:5173")).status, 403);
  const other = await fetch(get, { headers: { origin: "http://127.0.0.1:5173" } });
  assert.deepEqual([other.status, other.headers.get("access-control-allow-origin")], [200, null]);
  // A page's own error is readable to it as well.
  const missing = await fetch(get.replace("/a?", "/nothing?"), { headers: { origin } });
  assert.deepEqual([missing.status, missing.headers.get("access-control-allow-origin")], [404, origin]);
  // Whatever a bucket allows, a page of another site stays outside.
  assert.equal((await fetch(get, { headers: { origin: "https://evil.example" } })).status, 403);
});

test("a picture by a presigned URL is loaded into a local page, and into no other", async (context) => {
  const { s3, Bucket } = await startWithBucket(context);
  await s3.send(new PutObjectCommand({ Bucket, Key: "a.png", Body: "picture", ContentType: "image/png" }));
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "a.png" }));
  const load = async (referer?: string) => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", ...(referer && { referer }) };
    return (await fetch(url, { headers })).status;
  };
  assert.equal(await load(`${origin}/`), 200);
  for (const referer of [
    "https://evil.example/",
    "http://localhost.evil.example/",
    "https://evil.example/http://localhost/",
    undefined,
  ])
    assert.equal(await load(referer), 403, referer);
});
