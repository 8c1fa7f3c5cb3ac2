import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { makeRole } from "../iam/authorize/test-caller.ts";
import type { LocalAws } from "../local-aws.ts";
import { clientOf, startWithBucket } from "./test-s3.ts";

// What a user may do in a folder of the user's own, by the tag that the identity pool puts on the session.
const own = `arn:aws:s3:::files/private/\${aws:PrincipalTag/cognitoId}/*`;
const statements = [
  { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], Resource: own },
  {
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::files",
    Condition: { StringLike: { "s3:prefix": `private/\${aws:PrincipalTag/cognitoId}/*` } },
  },
];

describe("who has assumed a role", () => {
  test("reads, writes, copies, deletes and lists in the own folder, and nothing elsewhere", async (context) => {
    const { local, s3: admin, Bucket } = await startWithBucket(context);
    const ada = await userOf(local, "ada");
    context.after(() => ada.destroy());
    const theirs = { Bucket, Key: "private/bob/1" };
    await admin.send(new PutObjectCommand({ ...theirs, Body: "bob's" }));
    const mine = { Bucket, Key: "private/ada/1" };
    await ada.send(new PutObjectCommand({ ...mine, Body: "ada's" }));
    assert.equal(await (await ada.send(new GetObjectCommand(mine))).Body?.transformToString(), "ada's");
    const listed = await ada.send(new ListObjectsV2Command({ Bucket, Prefix: "private/ada/" }));
    assert.deepEqual(
      listed.Contents?.map(({ Key }) => Key),
      ["private/ada/1"],
    );
    const upload = { ...mine, Key: "private/ada/big", Body: Buffer.alloc(6 * 1024 * 1024) };
    await new Upload({ client: ada, params: upload }).done();

    const user = "User: arn:aws:sts::000000000000:assumed-role/users/ada is not authorized to perform:";
    const why = "because no identity-based policy allows the s3:GetObject action";
    await assert.rejects(ada.send(new GetObjectCommand(theirs)), {
      name: "AccessDenied",
      message: `${user} s3:GetObject on resource: "arn:aws:s3:::files/private/bob/1" ${why}`,
    });
    const denied = { name: "AccessDenied" };
    await assert.rejects(ada.send(new PutObjectCommand({ ...theirs, Body: "x" })), denied);
    await assert.rejects(ada.send(new HeadObjectCommand(theirs)), (error: { $metadata: { httpStatusCode: number } }) => {
      assert.equal(error.$metadata.httpStatusCode, 403);
      return true;
    });
    await assert.rejects(ada.send(new ListObjectsV2Command({ Bucket })), denied);
    await assert.rejects(ada.send(new ListObjectsV2Command({ Bucket, Prefix: "private/bob/" })), denied);
    await assert.rejects(ada.send(new ListBucketsCommand({})), denied);
    await assert.rejects(ada.send(new GetObjectCommand({ Bucket, Key: "private/ada" })), denied);
    const into = (Key: string, CopySource: string) => ada.send(new CopyObjectCommand({ Bucket, Key, CopySource }));
    await assert.rejects(into("private/ada/stolen", `${Bucket}/${theirs.Key}`), denied);
    await assert.rejects(into(theirs.Key, `${Bucket}/${mine.Key}`), denied);
    await into("private/ada/2", `${Bucket}/${mine.Key}`);
    const Objects = [{ Key: "private/ada/2" }, { Key: theirs.Key }];
    const { Deleted, Errors } = await ada.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    assert.deepEqual(Deleted, [{ Key: "private/ada/2" }]);
    assert.deepEqual(
      Errors?.map(({ Key, Code }) => [Key, Code]),
      [[theirs.Key, "AccessDenied"]],
    );
    assert.equal(await (await admin.send(new GetObjectCommand(theirs))).Body?.transformToString(), "bob's");
    // Who may not list does not learn what is missing.
    await assert.rejects(ada.send(new GetObjectCommand({ Bucket, Key: "private/ada/nothing" })), denied);
    await assert.rejects(admin.send(new GetObjectCommand({ Bucket, Key: "nothing" })), { name: "NoSuchKey" });
  });

  test("is refused by a bucket policy that denies it, and allowed by one that allows it", async (context) => {
    const { local, s3: admin, Bucket } = await startWithBucket(context);
    const ada = await userOf(local, "ada");
    context.after(() => ada.destroy());
    for (const Key of ["private/ada/1", "shared/1"]) await admin.send(new PutObjectCommand({ Bucket, Key, Body: "" }));
    await assert.rejects(ada.send(new GetObjectCommand({ Bucket, Key: "shared/1" })), { name: "AccessDenied" });
    const AWS = "arn:aws:iam::000000000000:role/users";
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Deny", Principal: { AWS }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/private/*` },
        { Effect: "Allow", Principal: { AWS }, Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/shared/*` },
      ],
    });
    await admin.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await ada.send(new GetObjectCommand({ Bucket, Key: "shared/1" }));
    await assert.rejects(ada.send(new GetObjectCommand({ Bucket, Key: "private/ada/1" })), /explicit deny/);
  });

  test("signs a URL that lends one right, to this object, until it expires", async (context) => {
    const { local, s3: admin, Bucket } = await startWithBucket(context);
    const ada = await userOf(local, "ada");
    context.after(() => ada.destroy());
    const mine = { Bucket, Key: "private/ada/ä+b c" };
    const put = await getSignedUrl(
      ada,
      new PutObjectCommand({ ...mine, ContentType: "text/plain", Metadata: { a: "1" }, StorageClass: "STANDARD_IA" }),
    );
    assert.equal((await fetch(put, { method: "PUT", body: "by link", headers: { "content-type": "text/plain" } })).status, 200);
    const get = await getSignedUrl(
      ada,
      new GetObjectCommand({ ...mine, ResponseContentDisposition: 'attachment; filename="x.txt"' }),
    );
    const answer = await fetch(get);
    assert.equal(await answer.text(), "by link");
    assert.equal(answer.headers.get("x-amz-meta-a"), "1");
    assert.equal(answer.headers.get("x-amz-storage-class"), "STANDARD_IA");
    assert.equal(answer.headers.get("content-disposition"), 'attachment; filename="x.txt"');
    const code = async (url: string, options?: RequestInit) => {
      const refused = await fetch(url, options);
      return [refused.status, /<Code>(\w+)</.exec(await refused.text())?.[1]];
    };
    assert.deepEqual(await code(get, { method: "DELETE" }), [403, "SignatureDoesNotMatch"]);
    assert.deepEqual(await code(get.replace("/ada/", "/bob/")), [403, "SignatureDoesNotMatch"]);
    assert.deepEqual(await code(get.replace("x.txt", "y.exe")), [403, "SignatureDoesNotMatch"]);
    await ada.send(new PutObjectCommand({ Bucket, Key: "private/ada/secret", Body: "secret" }));
    const copied = { "content-type": "text/plain", "x-amz-copy-source": `${Bucket}/private/ada/secret` };
    assert.deepEqual(await code(put, { method: "PUT", headers: copied }), [403, "AccessDenied"]);
    assert.equal(await (await fetch(get)).text(), "by link");
    const other = await getSignedUrl(ada, new GetObjectCommand({ Bucket, Key: "private/bob/1" }));
    assert.deepEqual(await code(other), [403, "AccessDenied"]);
    const past = { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) };
    for (const client of [ada, admin]) {
      const url = await getSignedUrl(client, new GetObjectCommand(mine), past);
      assert.deepEqual(await code(url), [403, "AccessDenied"]);
    }
    const week = await getSignedUrl(admin, new GetObjectCommand(mine), { expiresIn: 604_800 });
    assert.equal((await fetch(week)).status, 200);
    assert.deepEqual(await code(week.replace("Expires=604800", "Expires=604801")), [400, "AuthorizationQueryParametersError"]);
  });

  test("cannot pass by another's key, a wrong secret or an older kind of signature", async (context) => {
    const { local, Bucket } = await startWithBucket(context);
    const ada = await userOf(local, "ada");
    const { accessKeyId, sessionToken } = await ada.config.credentials();
    const wrong = clientOf(local, {
      credentials: { accessKeyId, secretAccessKey: "guessed", ...(sessionToken !== undefined && { sessionToken }) },
    });
    const unknown = clientOf(local, { credentials: { accessKeyId: "ASIAUNKNOWN", secretAccessKey: "x", sessionToken: "x" } });
    context.after(() => [ada, wrong, unknown].map((client) => client.destroy()));
    const put = new PutObjectCommand({ Bucket, Key: "private/ada/1", Body: "x" });
    await assert.rejects(wrong.send(put), { name: "SignatureDoesNotMatch" });
    await assert.rejects(unknown.send(put), { name: "InvalidAccessKeyId" });
    const older = `${local.url}/${Bucket}/private/ada/1?AWSAccessKeyId=${accessKeyId}&Signature=x&Expires=9999999999`;
    assert.match(await (await fetch(older)).text(), /Please use AWS4-HMAC-SHA256/);
  });
});

/** A client that works as a user of the role `users`. */
async function userOf(local: LocalAws, name: string): Promise<S3Client> {
  const roleArn =
    local.iam.roles.byArn("arn:aws:iam::000000000000:role/users")?.arn ?? (await makeRole(local, "users", statements));
  const session = local.iam.sessions.issue({ roleArn, sessionName: name, tags: { cognitoId: name }, durationSeconds: 3_600 });
  return clientOf(local, { credentials: session });
}
