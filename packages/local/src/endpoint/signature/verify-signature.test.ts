import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { CognitoIdentityProviderClient, ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient, ListDurableExecutionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { GetSuppressedDestinationCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { readSignature } from "./read-signature.ts";
import { type IssuedCredentials, verifySignature } from "./verify-signature.ts";

const issued = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG", sessionToken: "token/+==" };

interface Received {
  request: IncomingMessage;
  body: Buffer;
}

let endpoint: string;
let received: Received;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  received = { request, body: Buffer.concat(chunks) };
  response.end(request.headers["content-type"]?.includes("json") ? "{}" : "");
});
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

const config = () => ({ endpoint, region: "us-east-1", credentials: issued, maxAttempts: 1 });
const s3 = () => new S3Client({ ...config(), forcePathStyle: true });

/** What a client sends. */
async function sent(send: () => Promise<unknown>): Promise<Received> {
  await send().catch(() => {}); // what is answered is none of its answers
  return received;
}

function verify(
  { request, body }: Received,
  {
    credentials = issued,
    at = Date.now(),
    local = at,
    service = "ses",
  }: { credentials?: IssuedCredentials; at?: number; local?: number; service?: string } = {},
): void {
  const signature = readSignature(request);
  assert.ok(signature, "the request is not signed");
  verifySignature({ request, signature, body, service }, credentials, { real: at, local });
}

const mail = () =>
  new SESClient(config()).send(
    new SendEmailCommand({
      Source: "hello@example.com",
      Destination: { ToAddresses: ["ann+1@example.com"] },
      Message: { Subject: { Data: "Grüße & so" }, Body: { Text: { Data: "~*'()!" } } },
    }),
  );

const requests: Record<string, () => Promise<unknown>> = {
  "a form of SES": mail,
  "JSON of Cognito": () =>
    new CognitoIdentityProviderClient(config()).send(new ListUsersCommand({ UserPoolId: "us-east-1_a", Filter: 'name = "Ü"' })),
  "JSON of DynamoDB": () => new DynamoDBClient(config()).send(new PutItemCommand({ TableName: "t", Item: { pk: { S: "ä" } } })),
  "a path with an ARN in it": () =>
    new LambdaClient(config()).send(
      new InvokeCommand({
        FunctionName: "arn:aws:lambda:us-east-1:000000000000:function:worker",
        Qualifier: "$LATEST",
        Payload: Buffer.from("{}"),
      }),
    ),
  "a query with several values of one name": () =>
    new LambdaClient(config()).send(
      new ListDurableExecutionsByFunctionCommand({
        FunctionName: "w",
        Statuses: ["RUNNING", "FAILED"],
        StartedAfter: new Date(),
      }),
    ),
  "a path with signs that are encoded": () =>
    new SESv2Client(config()).send(new GetSuppressedDestinationCommand({ EmailAddress: "o'brien+ä!*()@example.com" })),
  "JSON of SQS": () =>
    new SQSClient(config()).send(new SendMessageCommand({ QueueUrl: `${endpoint}/000000000000/q`, MessageBody: "x" })),
  "an object of S3, in chunks": () =>
    s3().send(new PutObjectCommand({ Bucket: "b", Key: "a b/ü//c~.txt", Body: Readable.from(["content"]), ContentLength: 7 })),
  "an object of S3 to be read": () => s3().send(new GetObjectCommand({ Bucket: "b", Key: "a/../b" })),
  "a presigned URL of S3": async () =>
    fetch(await getSignedUrl(s3(), new GetObjectCommand({ Bucket: "b", Key: "a b+ü" }), { expiresIn: 60 })),
};

for (const [name, request] of Object.entries(requests)) {
  test(`what the AWS SDK signs is verified: ${name}`, async () => {
    const what = await sent(request);
    verify(what);
    assert.throws(() => verify(what, { credentials: { ...issued, secretAccessKey: "another" } }), {
      name: "SignatureDoesNotMatch",
    });
  });
}

test("a change of method, path, query, a signed header or the body is found", async () => {
  const base = await sent(requests["a path with an ARN in it"] as () => Promise<unknown>);
  const { method, url, headers } = base.request;
  const changed = (change: object, body = base.body) =>
    verify(
      { request: Object.assign(Object.create(base.request), { method, url, headers, ...change }), body },
      { service: "lambda" },
    );
  changed({});
  const refusal = { name: "InvalidSignatureException", status: 403, message: /signature we calculated does not match/ };
  assert.throws(() => changed({ method: "GET" }), refusal);
  assert.throws(() => changed({ url: url?.replace("worker", "other") }), refusal);
  assert.throws(() => changed({ url: `${url}?Qualifier=live` }), refusal);
  assert.throws(() => changed({ headers: { ...headers, host: "example.com" } }), refusal);
  assert.throws(() => changed({}, Buffer.from("{ }")), refusal);
});

test("an object of S3 is compared with the digest that was signed, unless it is said not to be", async () => {
  const body = Buffer.from("content");
  const digest = createHash("sha256").update(body).digest("hex");
  const client = new S3Client({ ...config(), forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" });
  const what = await sent(() => client.send(new PutObjectCommand({ Bucket: "b", Key: "k", Body: body })));
  assert.equal(what.request.headers["x-amz-content-sha256"], digest);
  verify(what, { service: "s3" });
  assert.throws(() => verify({ ...what, body: Buffer.from("another") }, { service: "s3" }), {
    name: "SignatureDoesNotMatch",
    status: 403,
  });
});

test("another session token is refused, and an expired session before its signature is looked at", async () => {
  const what = await sent(mail);
  assert.throws(() => verify(what, { credentials: { ...issued, sessionToken: "x" } }), {
    name: "InvalidClientTokenId",
    status: 403,
  });
  assert.throws(() => verify(what, { credentials: { ...issued, sessionToken: "x" }, service: "dynamodb" }), {
    name: "UnrecognizedClientException",
    status: 400,
    message: "The security token included in the request is invalid.",
  });
  const expired = { ...issued, secretAccessKey: "another", expiresAt: Date.now() };
  assert.throws(() => verify(what, { credentials: expired }), { name: "ExpiredToken" });
  assert.throws(() => verify(what, { credentials: expired, service: "cognito-idp" }), { name: "ExpiredTokenException" });
});

test("a signature is good for 15 minutes before and after, by the machine's time or the moved clock", async () => {
  const what = await sent(mail);
  const now = Date.now();
  const minutes = 60_000;
  verify(what, { at: now + 14 * minutes });
  verify(what, { at: now - 14 * minutes });
  verify(what, { at: now, local: now + 3 * 86_400_000 });
  verify(what, { at: now - 3 * 86_400_000, local: now });
  assert.throws(() => verify(what, { at: now + 16 * minutes }), {
    name: "SignatureDoesNotMatch",
    message: /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
  });
  assert.throws(() => verify(what, { at: now - 16 * minutes, service: "events" }), {
    name: "InvalidSignatureException",
    message: /^Signature not yet current: .* \+ 15 min\.\)$/,
  });
});

test("a presigned URL is good for as long as it says, and at most a week", async () => {
  const what = await sent(requests["a presigned URL of S3"] as () => Promise<unknown>);
  verify(what, { at: Date.now() + 59_000 });
  assert.throws(() => verify(what, { at: Date.now() + 61_000 }), { message: /^Signature expired/ });
  const url = what.request.url?.replace("X-Amz-Expires=60", "X-Amz-Expires=604801");
  assert.throws(
    () => verify({ ...what, request: Object.assign(Object.create(what.request), { url, headers: what.request.headers }) }),
    {
      message: /604800/,
    },
  );
});

test("a signature that leaves the host out, or whose scope is not whole, is refused", () => {
  for (const authorization of [
    "AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20261121/us-east-1/ses/aws4_request, SignedHeaders=x-amz-date, Signature=00",
    "AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE, SignedHeaders=host, Signature=00",
    "AWS4-HMAC-SHA256",
    "AWS4-ECDSA-P256-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20261121/ses/aws4_request, SignedHeaders=host, Signature=00",
  ]) {
    const request = { method: "GET", url: "/", headers: { authorization, "x-amz-security-token": issued.sessionToken } };
    const signature = readSignature(request);
    assert.ok(signature);
    assert.throws(
      () => verifySignature({ request, signature, body: new Uint8Array(), service: "events" }, issued, { real: 0, local: 0 }),
      { name: "IncompleteSignatureException", status: 400 },
    );
  }
});
