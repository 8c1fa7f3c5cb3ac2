import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import { clientOf } from "./test-s3.ts";

const authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

describe("a request to S3 that no SDK would send", () => {
  let local: LocalAws;
  let s3: S3Client;
  before(async () => {
    local = await startLocal({ onError: (error) => assert.fail(error as Error) });
    s3 = clientOf(local);
    for (const Bucket of ["files", "cognito-user-import"]) await s3.send(new CreateBucketCommand({ Bucket }));
  });
  after(async () => {
    s3.destroy();
    await local.stop();
  });

  /** @returns status and S3's code */
  async function send(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
    const answer = await fetch(local.url + path, {
      method,
      headers: { authorization, ...headers },
      ...(body !== undefined && { body }),
    });
    assert.match(answer.headers.get("x-amz-request-id") ?? "", /./);
    return [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]];
  }
  const streaming = { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "content-encoding": "aws-chunked" };

  test("is refused in S3's words, and nothing is kept of it", async () => {
    const sha256 = createHash("sha256").update("other").digest("hex");
    const trailer = { ...streaming, "x-amz-trailer": "x-amz-checksum-crc32" };
    const chunked = (sum: string) => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${sum}\r\n\r\n`;
    const cases: [answer: [number, string], ...Parameters<typeof send>][] = [
      [[400, "XAmzContentSHA256Mismatch"], "PUT", "/files/a", { "x-amz-content-sha256": sha256 }, "hello"],
      [[411, "MissingContentLength"], "PUT", "/files/a", streaming, "5\r\nhello\r\n0\r\n\r\n"],
      [
        [400, "IncompleteBody"],
        "PUT",
        "/files/a",
        { ...streaming, "x-amz-decoded-content-length": "6" },
        "5\r\nhello\r\n0\r\n\r\n",
      ],
      [
        [400, "IncompleteBody"],
        "PUT",
        "/files/a",
        { ...streaming, "x-amz-decoded-content-length": "4" },
        "5\r\nhello\r\n0\r\n\r\n",
      ],
      [[400, "InvalidRequest"], "PUT", "/files/a", { ...streaming, "x-amz-decoded-content-length": "5" }, "hello\r\n"],
      [[400, "BadDigest"], "PUT", "/files/a", { ...trailer, "x-amz-decoded-content-length": "5" }, chunked("AAAAAA==")],
      [
        [400, "InvalidRequest"],
        "PUT",
        "/files/a",
        { ...trailer, "x-amz-decoded-content-length": "5" },
        "5\r\nhello\r\n0\r\n\r\n",
      ],
      [
        [400, "EntityTooLarge"],
        "PUT",
        "/files/a",
        { ...streaming, "x-amz-decoded-content-length": `${5 * 1024 ** 3 + 1}` },
        "0\r\n\r\n",
      ],
      [[400, "KeyTooLongError"], "PUT", `/files/${"é".repeat(513)}`, {}, "x"],
      [[400, "InvalidURI"], "PUT", "/files/%zz", {}, "x"],
      [[400, "MetadataTooLarge"], "PUT", "/files/a", { "x-amz-meta-a": "x".repeat(2_048) }, "x"],
      [[400, "InvalidTag"], "PUT", "/files/a", { "x-amz-tagging": "aws:x=1" }, "x"],
      [[400, "InvalidStorageClass"], "PUT", "/files/a", { "x-amz-storage-class": "ATTIC" }, "x"],
      [[501, "NotImplemented"], "PUT", "/files/a", { "if-none-match": '"0"' }, "x"],
      [[501, "NotImplemented"], "POST", "/files", { "content-type": "multipart/form-data; boundary=x" }, "x"],
      [[400, "MalformedXML"], "POST", "/files?delete", { "content-md5": md5("<Delete>") }, "<Delete>"],
      [[400, "MalformedXML"], "POST", "/files?delete", { "content-md5": md5(laughs) }, laughs],
      [[400, "MalformedXML"], "PUT", "/files?cors", {}, "<a>".repeat(10_000)],
      [[400, "InvalidRequest"], "POST", "/files?delete", {}, "<Delete><Object><Key>a</Key></Object></Delete>"],
      [[400, "InvalidArgument"], "DELETE", "/files/kept?versionId=x"],
      [[405, "MethodNotAllowed"], "POST", "/files/a"],
      [[405, "MethodNotAllowed"], "PATCH", "/files"],
      [[404, "NoSuchBucket"], "GET", "/nothing/a"],
    ];
    await s3.send(new PutObjectCommand({ Bucket: "files", Key: "kept", Body: "kept" }));
    for (const [expected, ...request] of cases)
      assert.deepEqual(await send(...request), expected, request.join(" ").slice(0, 200));
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "files", Key: "a" })), { name: "NoSuchKey" });
    await s3.send(new GetObjectCommand({ Bucket: "files", Key: "kept" }));
  });

  test("and is refused in the middle of its body gets its answer, and the connection goes on", async () => {
    const chunk = `${(20 * 1024 * 1024).toString(16)}\r\n${"x".repeat(20 * 1024 * 1024)}\r\n0\r\n\r\n`;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const put = (length: number) => {
      const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
      const headers = { authorization, ...streaming, "x-amz-decoded-content-length": length, "content-length": chunk.length };
      const request = httpRequest(`${local.url}/files/a`, { method: "PUT", headers, agent }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      request.on("error", reject).end(chunk);
      return promise;
    };
    assert.equal(await put(4), 400);
    assert.equal(await put(20 * 1024 * 1024), 200);
    agent.destroy();
    await s3.send(new DeleteObjectCommand({ Bucket: "files", Key: "a" }));
  });

  test("and is broken off keeps nothing, and is no failure of the local AWS", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = connect(Number(new URL(local.url).port), "127.0.0.1", () => {
      const head = `PUT /files/a HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\ncontent-length: 1000\r\n\r\nhello`;
      socket.write(head, () => socket.destroy());
    });
    socket.on("close", () => resolve());
    await promise;
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket: "files", Key: "a" })), { name: "NoSuchKey" });
  });

  test("and is not signed leaves the other paths of the local AWS alone", async () => {
    assert.equal((await fetch(`${local.url}/_foyer/config.json`)).status, 200);
    const unknown = await fetch(`${local.url}/nothing/a`);
    assert.deepEqual([unknown.status, unknown.headers.get("content-type")], [404, "application/json"]);
    const upload = await fetch(`${local.url}/cognito-user-import/import-1?x`, { method: "PUT", body: "x" });
    assert.match(await upload.text(), /SignatureDoesNotMatch/);
    assert.equal((await fetch(`${local.url}/files/a`, { method: "PUT", body: "x" })).status, 403);
  });

  test("for a page that somebody uploaded runs no script beside the local AWS", async () => {
    for (const ContentType of ["text/html", "image/svg+xml", "application/xhtml+xml"]) {
      await s3.send(new PutObjectCommand({ Bucket: "files", Key: "page", Body: "<script>", ContentType }));
      const answer = await fetch(`${local.url}/files/page`, { headers: { authorization } });
      assert.equal(answer.headers.get("content-security-policy"), "sandbox");
    }
    await s3.send(new PutObjectCommand({ Bucket: "files", Key: "page", Body: "x", ContentType: "application/pdf" }));
    const answer = await fetch(`${local.url}/files/page?response-content-type=text%2Fhtml`, { headers: { authorization } });
    assert.equal(answer.headers.get("content-security-policy"), "sandbox");
    assert.equal(
      (await fetch(`${local.url}/files/page`, { headers: { authorization } })).headers.get("content-security-policy"),
      null,
    );
  });
});

const laughs = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><Delete><Object><Key>&c;</Key></Object></Delete>';

function md5(text: string): string {
  return createHash("md5").update(text).digest("base64");
}
