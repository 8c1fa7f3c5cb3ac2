import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { describe, test } from "node:test";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketCorsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketCorsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { clientOf, startWithBucket } from "./test-s3.ts";

describe("a bucket of S3", () => {
  test("is made, found, listed and deleted once it is empty", async (context) => {
    const { s3, Bucket, local } = await startWithBucket(context);
    await s3.send(new CreateBucketCommand({ Bucket: "a.second-bucket" }));
    await s3.send(new CreateBucketCommand({ Bucket }));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    assert.deepEqual(
      Buckets?.map(({ Name }) => Name),
      ["a.second-bucket", "files"],
    );
    const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
    const rest = await s3.send(new ListBucketsCommand({ ContinuationToken: page.ContinuationToken }));
    assert.deepEqual(
      rest.Buckets?.map(({ Name }) => Name),
      ["files"],
    );
    assert.equal((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion, local.region);
    assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint ?? "", "");
    assert.equal((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status, undefined);
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "" }));
    await assert.rejects(s3.send(new DeleteBucketCommand({ Bucket })), {
      name: "BucketNotEmpty",
      message: "The bucket you tried to delete is not empty",
    });
    await local.reset();
    await s3.send(new DeleteBucketCommand({ Bucket }));
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "a" })), {
      name: "NoSuchBucket",
      message: "The specified bucket does not exist",
    });
    await assert.rejects(s3.send(new HeadBucketCommand({ Bucket })), { name: "NotFound" });
    for (const name of ["Upper", "a..b", "192.168.0.1", "xn--a", "ab", "-abc"])
      await assert.rejects(s3.send(new CreateBucketCommand({ Bucket: name })), { name: "InvalidBucketName" });
  });

  test("is in the region of the local AWS", async (context) => {
    const { s3, Bucket } = await startWithBucket(context, { region: "us-east-1" });
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
    await assert.rejects(s3.send(new CreateBucketCommand({ Bucket: "other", CreateBucketConfiguration })), {
      name: "IllegalLocationConstraintException",
    });
    assert.ok(Bucket);
  });

  test("keeps CORS, policy, tags and public access block as they were put", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    await assert.rejects(s3.send(new GetBucketCorsCommand({ Bucket })), { name: "NoSuchCORSConfiguration" });
    await assert.rejects(s3.send(new GetBucketPolicyCommand({ Bucket })), { name: "NoSuchBucketPolicy" });
    await assert.rejects(s3.send(new GetBucketTaggingCommand({ Bucket })), { name: "NoSuchTagSet" });
    const CORSRules = [
      { AllowedMethods: ["GET"], AllowedOrigins: ["*"], AllowedHeaders: ["*"], ExposeHeaders: ["ETag"], MaxAgeSeconds: 60 },
    ];
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
    assert.deepEqual((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules, CORSRules);
    const unknown = { CORSRules: [{ AllowedMethods: ["PATCH"], AllowedOrigins: ["*"] }] };
    await assert.rejects(s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: unknown })), {
      message: "Found unsupported HTTP method in CORS config. Unsupported method is PATCH",
    });
    await s3.send(new DeleteBucketCorsCommand({ Bucket }));
    await assert.rejects(s3.send(new GetBucketCorsCommand({ Bucket })), { name: "NoSuchCORSConfiguration" });
    const Tagging = { TagSet: [{ Key: "stack", Value: "a <b>".replace(/[<>]/g, "") }] };
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging }));
    assert.deepEqual((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet, Tagging.TagSet);
    assert.deepEqual((await s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
    const put = (Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await assert.rejects(put("{"), { name: "MalformedPolicy" });
    const foreign = { Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "s3:*", Resource: "arn:aws:s3:::other/*" };
    await assert.rejects(put(JSON.stringify({ Version: "2012-10-17", Statement: [foreign] })), {
      message: "Policy has invalid resource",
    });
  });

  test("is read by everybody only where its policy says so and nothing keeps it from being public", async (context) => {
    const { s3, Bucket, local } = await startWithBucket(context);
    for (const Key of ["public/a b.txt", "private/a.txt"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const read = (path: string, method = "GET") => fetch(`${local.url}/${Bucket}/${path}`, { method });
    const refused = await read("public/a%20b.txt");
    assert.equal(refused.status, 403);
    assert.match(
      await refused.text(),
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>AccessDenied<\/Code><Message>Access Denied<\/Message>/,
    );
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/public/*` }];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await assert.rejects(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })), {
      name: "AccessDenied",
      message: /BlockPublicPolicy/,
    });
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await assert.rejects(s3.send(new GetPublicAccessBlockCommand({ Bucket })), {
      name: "NoSuchPublicAccessBlockConfiguration",
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    assert.equal((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy, Policy);
    assert.equal((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic, true);
    assert.equal(await (await read("public/a%20b.txt")).text(), "public/a b.txt");
    assert.equal((await read("private/a.txt")).status, 403);
    assert.equal((await read("private/nothing")).status, 403);
    // Who may not list the bucket does not learn what is not in it.
    assert.equal((await read("public/nothing")).status, 403);
    assert.equal((await read("")).status, 403);
    assert.equal((await read("public/a%20b.txt", "PUT")).status, 403);
    assert.equal((await read("public/a%20b.txt", "DELETE")).status, 403);
    assert.equal((await read("public/a%20b.txt?response-content-type=text/html")).status, 400);
    const PublicAccessBlockConfiguration = { RestrictPublicBuckets: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    assert.equal((await read("public/a%20b.txt")).status, 403);
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    assert.equal((await read("public/a%20b.txt")).status, 200);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    assert.equal((await read("public/a%20b.txt")).status, 403);
  });

  test("says of what is not here that it is not", async (context) => {
    const { s3, Bucket } = await startWithBucket(context);
    const versioning = new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    await assert.rejects(s3.send(versioning), (error: Error & { $metadata: { httpStatusCode: number } }) => {
      assert.equal(error.name, "NotImplemented");
      assert.equal(error.message, "The local AWS does not emulate s3:PutBucketVersioning");
      assert.equal(error.$metadata.httpStatusCode, 501);
      return true;
    });
    const LifecycleConfiguration = { Rules: [] };
    await assert.rejects(s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration })), {
      message: "The local AWS does not emulate s3:PutBucketLifecycleConfiguration",
    });
    const locked = { Bucket, Key: "a", Body: "", ObjectLockLegalHoldStatus: "ON" } as const;
    await assert.rejects(s3.send(new PutObjectCommand(locked)), { name: "NotImplemented" });
    await assert.rejects(s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "", ACL: "public-read" })), {
      name: "AccessControlListNotSupported",
    });
  });

  test("is named by the host as well as by the path", async (context) => {
    const { s3, Bucket, local } = await startWithBucket(context);
    await s3.send(new PutObjectCommand({ Bucket, Key: "_foyer/a b", Body: "text" }));
    const url = new URL(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "_foyer/a b" })));
    const hosts = [
      "files.localhost",
      "files.s3.localhost",
      "files.s3.us-east-1.localhost",
      "files.s3.us-east-1.amazonaws.com",
      "files.s3.amazonaws.com",
    ];
    for (const host of hosts) {
      const path = url.pathname.replace("/files", "") + url.search;
      assert.deepEqual(await get(local.url, host, path), [200, "text"], host);
    }
    for (const host of [
      "files.evil.example",
      "files.localhost.evil.example",
      "s3.amazonaws.com.evil.example",
      "evil-s3.us-east-1.amazonaws.com.example",
    ])
      assert.equal((await get(local.url, host, "/"))[0], 403, host);
    assert.equal((await get(local.url, "s3.us-east-1.amazonaws.com", url.pathname + url.search))[0], 200);
    // Another name of the local AWS is not a bucket.
    assert.equal((await get(local.url, "console.localhost", "/_foyer/config.json"))[0], 200);
    const virtual = clientOf(local, { endpoint: local.url.replace("127.0.0.1", "localhost") });
    context.after(() => virtual.destroy());
    assert.match(await getSignedUrl(virtual, new GetObjectCommand({ Bucket, Key: "a" })), /^http:\/\/files\.localhost:/);
  });
});

/** Asks for a path under another host. @returns status and text */
function get(url: string, host: string, path: string): Promise<[status: number | undefined, text: string]> {
  const { promise, resolve, reject } = Promise.withResolvers<[number | undefined, string]>();
  const { port } = new URL(url);
  httpRequest({ host: "127.0.0.1", port, path, headers: { host: `${host}:${port}` } }, (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (piece) => {
      text += piece;
    });
    response.on("end", () => resolve([response.statusCode, text]));
  })
    .on("error", reject)
    .end();
  return promise;
}
