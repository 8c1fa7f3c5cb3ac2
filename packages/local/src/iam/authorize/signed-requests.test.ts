import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { LocalAws } from "../../local-aws.ts";
import { startLocal } from "../../start-local.ts";
import { configuration } from "../test-iam.ts";
import { makeRole, putPolicy } from "./test-caller.ts";

describe("a request", () => {
  let local: LocalAws;
  before(async () => {
    local = await startLocal();
    await new DynamoDBClient(configuration(local)).send(
      new CreateTableCommand({
        TableName: "users",
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  });
  after(() => local.stop());

  const post = (body: string, headers: Record<string, string>, path = "/") =>
    fetch(path.startsWith("http") ? path : `${local.url}${path}`, { method: "POST", body, headers });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const json = (target: string) => ({ "content-type": "application/x-amz-json-1.0", "x-amz-target": target });

  test("without a signature is refused by every service but where apps call without credentials", async () => {
    const cases: [name: string, status: number, answer: () => Promise<Response>][] = [
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("DynamoDB_20120810.ListTables"))],
      ["MissingAuthenticationToken", 403, () => post("{}", json("AmazonSQS.ListQueues"))],
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("AWSEvents.ListRules"))],
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("AWSStepFunctions.DescribeStateMachine"))],
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("secretsmanager.GetSecretValue"))],
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("AmazonSSM.GetParameters"))],
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("TrentService.ListKeys"))],
      ["MissingAuthenticationTokenException", 400, () => post("{}", json("Logs_20140328.FilterLogEvents"))],
      [
        "MissingAuthenticationTokenException",
        400,
        () => post('{"MaxResults":1}', json("AWSCognitoIdentityService.ListIdentityPools")),
      ],
      ["MissingAuthenticationTokenException", 403, () => fetch(`${local.url}/2015-03-31/functions`)],
      ["MissingAuthenticationTokenException", 403, () => fetch(`${local.url}/v2/email/account`)],
      ["MissingAuthenticationToken", 403, () => post("Action=ListRoles&Version=2010-05-08", form)],
      ["MissingAuthenticationToken", 403, () => post("Action=GetCallerIdentity&Version=2011-06-15", form)],
      ["MissingAuthenticationToken", 403, () => post("Action=GetSendQuota&Version=2010-12-01", form)],
    ];
    for (const [index, [name, status, ask]] of cases.entries()) {
      const answer = await ask();
      const text = `${answer.headers.get("x-amzn-errortype")} ${await answer.text()}`;
      assert.ok(answer.status === status && text.includes(name), `case ${index}: ${answer.status} ${text}`);
    }
    const token = new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: "arn:aws:iam::000000000000:role/guest",
      RoleSessionName: "ann",
      WebIdentityToken: "not.a.token",
    });
    assert.match(await (await post(String(token), form)).text(), /InvalidIdentityToken/);
  });

  test("whose signature names no key is refused too, as it would be nobody's", async () => {
    for (const authorization of ["AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=/20261121/us-east-1/dynamodb/aws4_request"]) {
      const answer = await post("{}", { ...json("DynamoDB_20120810.ListTables"), authorization });
      assert.match(await answer.text(), /IncompleteSignatureException/);
    }
  });

  test("that was presigned for S3 is no request for another service, whatever headers somebody adds to it", async () => {
    await makeRole(local, "uploads", []);
    const trust = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "sts:AssumeRole" };
    await local.call("iam", "UpdateAssumeRolePolicy", {
      RoleName: "uploads",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
    await putPolicy(local, "uploads", [{ Effect: "Allow", Action: ["s3:PutObject", "dynamodb:*"], Resource: "*" }]);
    const session = await new STSClient(configuration(local)).send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::000000000000:role/uploads", RoleSessionName: "ann" }),
    );
    const s3 = new S3Client({ ...configuration(local, session), forcePathStyle: true });
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: "files", Key: "a" }));
    const headers = json("DynamoDB_20120810.Scan");
    const answer = await fetch(url, { method: "PUT", headers, body: '{"TableName":"users"}' });
    const text = await answer.text();
    assert.equal(answer.status, 400, text);
    assert.match(text, /InvalidSignatureException.*Credential should be scoped to correct service: 'dynamodb'/);
  });
});
