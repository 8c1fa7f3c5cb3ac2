import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListIdentitiesCommand, SESClient } from "@aws-sdk/client-ses";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { LocalAws } from "../../local-aws.ts";
import { startLocal } from "../../start-local.ts";
import { type CallAs, deployCaller, makeRole, putPolicy } from "./test-caller.ts";

const here = "us-east-1:000000000000";
const table = `arn:aws:dynamodb:${here}:table/users`;
const item = { TableName: "users", Item: { pk: { S: "u-1" } } };
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

describe("a function whose role was made here", () => {
  let local: LocalAws;
  let call: CallAs;
  let unnamed: CallAs;
  let unmade: CallAs;
  const config = () => ({
    endpoint: local.url,
    region: "us-east-1",
    credentials: { accessKeyId: "foyer", secretAccessKey: "foyer" },
    maxAttempts: 1,
  });
  const may = (...statements: object[]) =>
    putPolicy(local, "worker", statements.length > 0 ? statements : [allow("s3:GetObject", "arn:aws:s3:::none")]);
  before(async () => {
    local = await startLocal();
    const keys = {
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" as const }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" as const }],
      BillingMode: "PAY_PER_REQUEST" as const,
    };
    for (const TableName of ["users", "others"]) {
      await new DynamoDBClient(config()).send(new CreateTableCommand({ TableName, ...keys }));
    }
    await new SESv2Client(config()).send(new CreateEmailIdentityCommand({ EmailIdentity: "example.com" }));
    call = deployCaller(local, "worker", await makeRole(local, "worker", []));
    unnamed = deployCaller(local, "unnamed");
    unmade = deployCaller(local, "unmade", "arn:aws:iam::000000000000:role/unmade");
  });
  after(() => local.stop());

  test("is allowed what its policy allows, and refused the rest in AWS's words", async () => {
    await may();
    const user = "User: arn:aws:sts::000000000000:assumed-role/worker/worker is not authorized to perform:";
    assert.deepEqual(await call("dynamodb", "PutItem", item), {
      name: "AccessDeniedException",
      message: `${user} dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
      status: 400,
    });
    await may(allow("dynamodb:PutItem", table));
    assert.deepEqual(await call("dynamodb", "PutItem", item), { output: {} });
    assert.equal((await call("dynamodb", "PutItem", { ...item, TableName: "others" })).name, "AccessDeniedException");
    assert.deepEqual(await call("lambda", "ListFunctions", {}), {
      name: "AccessDeniedException",
      message: `${user} lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action`,
      status: 403,
    });
    assert.deepEqual(await call("sqs", "SendMessage", { QueueUrl: `${local.url}/000000000000/crm`, MessageBody: "x" }), {
      name: "AccessDenied",
      message: `${user} sqs:sendmessage on resource: arn:aws:sqs:${here}:crm because no identity-based policy allows the sqs:sendmessage action`,
      status: 403,
    });
  });

  test("is refused what a statement denies, and told that one does", async () => {
    await may(allow("dynamodb:*", "*"), { ...allow("dynamodb:PutItem", table), Effect: "Deny", Sid: "Never" });
    const { message } = await call("dynamodb", "PutItem", item);
    assert.match(message ?? "", /on resource: \S+ with an explicit deny in an identity-based policy$/);
    const [denial] = await denials();
    assert.equal(denial?.reason, "explicit-deny");
    assert.equal(denial?.sid, "Never");
    assert.equal(denial?.statement, undefined);
  });

  test("sends mail as the identity that SES knows, from the address that a condition names", async () => {
    const mail = (from: string) => ({
      FromEmailAddress: from,
      Destination: { ToAddresses: ["ann@example.org"] },
      Content: { Simple: { Subject: { Data: "Hi" }, Body: { Text: { Data: "x" } } } },
    });
    const condition = { Condition: { StringEquals: { "ses:FromAddress": "hello@example.com" } } };
    await may(allow("ses:SendEmail", `arn:aws:ses:${here}:identity/example.com`, condition));
    assert.equal((await call("sesv2", "SendEmail", mail("Acme <hello@example.com>"))).name, undefined);
    assert.deepEqual(await call("sesv2", "SendEmail", mail("other@example.com")), {
      name: "AccessDeniedException",
      message: `User \`arn:aws:sts::000000000000:assumed-role/worker/worker' is not authorized to perform \`ses:SendEmail' on resource \`arn:aws:ses:${here}:identity/example.com'`,
      status: 403,
    });
    const configured = { ...mail("hello@example.com"), ConfigurationSetName: "main" };
    assert.match((await call("sesv2", "SendEmail", configured)).message ?? "", /configuration-set\/main'$/);
    const { Content, ...first } = { ...mail("hello@example.com"), Source: "x@example.com" };
    const v1 = await call("ses", "SendEmail", { ...first, Message: Content.Simple });
    assert.equal(v1.name, "AccessDenied");
    assert.equal(v1.status, 403);
  });

  test("sends a mail that is written as MIME from the address that its reader sees", async () => {
    const condition = { Condition: { StringEquals: { "ses:FromAddress": "hello@example.com" } } };
    await may(allow("ses:SendRawEmail", `arn:aws:ses:${here}:identity/example.com`, condition));
    const send = (head: string, Source?: string) =>
      call("ses", "SendRawEmail", {
        ...(Source !== undefined && { Source }),
        RawMessage: { Data: Buffer.from(`${head}\r\nTo: ann@example.org\r\n\r\nHi`).toString("latin1") },
      });
    const hello = "From: Acme <hello@example.com>";
    assert.equal((await send(hello, "hello@example.com")).name, undefined);
    assert.equal((await send("From: boss@example.com", "hello@example.com")).name, "AccessDenied");
    assert.equal((await send(`From : boss@example.com\r\n${hello}`)).name, "AccessDenied");
    assert.equal((await send(`X-Long: ${"x".repeat(70_000)}\r\nFrom: boss@example.com`)).name, "AccessDenied");
  });

  test("reads the items whose partition key a condition names", async () => {
    const condition = { Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["u-1"] } } };
    await may(allow(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"], table, condition));
    const get = (S: string) => call("dynamodb", "GetItem", { TableName: "users", Key: { pk: { S } } });
    assert.equal((await get("u-1")).name, undefined);
    assert.equal((await get("u-2")).name, "AccessDeniedException");
    const query = (S: string, KeyConditionExpression = "#k = :v") =>
      call("dynamodb", "Query", {
        TableName: "users",
        KeyConditionExpression,
        ExpressionAttributeNames: { "#k": "pk" },
        ExpressionAttributeValues: { ":v": { S } },
      });
    assert.equal((await query("u-1")).name, undefined);
    assert.equal((await query("u-2")).name, "AccessDeniedException");
    for (const spelt of ["(#k) = :v", "#k = (:v)", "((:v) = (#k))"]) {
      assert.equal((await query("u-1", spelt)).name, undefined, spelt);
      assert.equal((await query("u-2", spelt)).name, "AccessDeniedException", spelt);
    }
    const batch = (...keys: string[]) =>
      call("dynamodb", "BatchGetItem", { RequestItems: { users: { Keys: keys.map((S) => ({ pk: { S } })) } } });
    assert.equal((await batch("u-1")).name, undefined);
    assert.equal((await batch("u-1", "u-2")).name, "AccessDeniedException");
  });

  test("decrypts under the key that it may use, whether the request names it or not", async () => {
    const kms = await local.call("kms", "CreateKey", {});
    const { KeyMetadata } = kms as { KeyMetadata: { Arn: string; KeyId: string } };
    const made = await local.call("kms", "Encrypt", { KeyId: KeyMetadata.KeyId, Plaintext: Buffer.from("secret") });
    const base64 = Buffer.from((made as { CiphertextBlob: Uint8Array }).CiphertextBlob).toString("base64");
    const decrypt = () => call("kms", "Decrypt", { CiphertextBlob: { base64 } });
    await may(allow("kms:Decrypt", KeyMetadata.Arn));
    assert.equal((await decrypt()).name, undefined);
    await may(allow("kms:Decrypt", `arn:aws:kms:${here}:key/*`), { ...allow("kms:Decrypt", KeyMetadata.Arn), Effect: "Deny" });
    assert.equal((await decrypt()).name, "AccessDeniedException");
  });

  test("puts events with the source that a condition names, each entry by itself", async () => {
    const bus = `arn:aws:events:${here}:event-bus/default`;
    await may(allow("events:PutEvents", bus, { Condition: { StringEquals: { "events:source": "app" } } }));
    const entry = (Source: string) => ({ Source, DetailType: "Done", Detail: "{}" });
    assert.equal((await call("eventbridge", "PutEvents", { Entries: [entry("app")] })).output?.FailedEntryCount, 0);
    const both = await call("eventbridge", "PutEvents", { Entries: [entry("app"), entry("other")] });
    assert.equal(both.name, "AccessDeniedException");
  });

  test("may invoke a function whose own policy lets it, without one of its own", async () => {
    await may();
    const invoke = { FunctionName: "unnamed", Payload: "{}" };
    assert.equal((await call("lambda", "Invoke", invoke)).name, "AccessDeniedException");
    await new LambdaClient(config()).send(
      new AddPermissionCommand({
        FunctionName: "unnamed",
        StatementId: "worker",
        Action: "lambda:InvokeFunction",
        Principal: "arn:aws:iam::000000000000:role/worker",
      }),
    );
    assert.equal((await call("lambda", "Invoke", invoke)).output?.StatusCode, 200);
  });

  test("is told from one whose role nobody made, which is warned of once, and from one without a role", async () => {
    local.journal.clear();
    for (let time = 0; time < 2; time++) assert.deepEqual(await unmade("dynamodb", "PutItem", item), { output: {} });
    assert.deepEqual(await unnamed("dynamodb", "PutItem", item), { output: {} });
    const told = await denials();
    assert.equal(told.length, 1);
    const { mode, functionName, roleArn, statement } = told[0] as Denial;
    assert.deepEqual(
      { mode, functionName, roleArn, statement },
      {
        mode: "warn",
        functionName: "unmade",
        roleArn: "arn:aws:iam::000000000000:role/unmade",
        statement: allow("dynamodb:PutItem", table),
      },
    );
  });

  test("has its denials in the timeline of the user whom the invocation is about", async () => {
    await may();
    const request = { userAttributes: { sub: "sub-of-ann" } };
    const payload = JSON.stringify({ client: "dynamodb", command: "PutItem", input: item, request });
    const { invocationId } = await local.functions.invoke({ functionName: "worker", payload });
    const [denial] = local.timeline("sub-of-ann").denials ?? [];
    assert.equal(denial?.invocationId, invocationId);
    assert.equal(denial?.action, "dynamodb:PutItem");
    assert.equal((await denials())[0]?.sub, "sub-of-ann");
  });

  test("is known by its signature: its key with another secret, or one that nobody issued, is refused", async () => {
    const { output } = await call("sesv2", "GetAccount", {});
    assert.equal(output, undefined);
    const forged = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "x", sessionToken: "y" };
    const get = new GetItemCommand({ TableName: "users", Key: { pk: { S: "u-1" } } });
    await assert.rejects(new DynamoDBClient({ ...config(), credentials: forged }).send(get), {
      name: "UnrecognizedClientException",
      message: "The security token included in the request is invalid.",
    });
    await assert.rejects(new SESClient({ ...config(), credentials: forged }).send(new ListIdentitiesCommand({})), {
      name: "InvalidClientTokenId",
    });
  });

  interface Denial {
    mode: string;
    functionName: string;
    roleArn: string;
    reason: string;
    sid?: string;
    sub?: string;
    statement?: object;
  }

  async function denials(): Promise<Denial[]> {
    return (await (await fetch(`${local.url}/_foyer/denials`)).json()) as Denial[];
  }
});

test("a session of a role may do what the role may and its own policy leaves, until it expires", async () => {
  const local = await startLocal();
  try {
    const dev = { endpoint: local.url, region: "us-east-1", credentials: { accessKeyId: "foyer", secretAccessKey: "foyer" } };
    const account = "arn:aws:iam::000000000000:root";
    await local.call("iam", "CreateRole", {
      RoleName: "guest",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" }],
      }),
    });
    await putPolicy(local, "guest", [allow(["sqs:CreateQueue", "sqs:SendMessage"], `arn:aws:sqs:${here}:q`)]);
    const { Credentials } = await new STSClient(dev).send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::000000000000:role/guest",
        RoleSessionName: "ann",
        DurationSeconds: 900,
        Policy: JSON.stringify({ Version: "2012-10-17", Statement: [allow("sqs:CreateQueue", "*")] }),
      }),
    );
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    };
    const client = new SQSClient({ ...dev, credentials, maxAttempts: 1 });
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: "q" }));
    await assert.rejects(client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x" })), {
      name: "AccessDenied",
      message: /^User: \S+assumed-role\/guest\/ann is not .* because no session policy allows the sqs:sendmessage action$/,
    });
    await assert.rejects(client.send(new CreateQueueCommand({ QueueName: "other" })), { name: "AccessDenied" });
    const forged = new SQSClient({ ...dev, credentials: { ...credentials, secretAccessKey: "x" }, maxAttempts: 1 });
    await assert.rejects(forged.send(new CreateQueueCommand({ QueueName: "q" })), { name: "SignatureDoesNotMatch" });
    local.clock.advance(900_000);
    await assert.rejects(client.send(new CreateQueueCommand({ QueueName: "q" })), { name: "ExpiredToken" });
  } finally {
    await local.stop();
  }
});

for (const iam of ["enforce", "warn", "off"] as const) {
  test(`with the mode '${iam}' every role is treated alike`, async () => {
    const local = await startLocal({ iam });
    try {
      const made = deployCaller(local, "made", await makeRole(local, "made", []));
      const unnamed = deployCaller(local, "unnamed");
      for (const call of [made, unnamed]) {
        const { name } = await call("sesv2", "GetAccount", {});
        assert.equal(name, iam === "enforce" ? "AccessDeniedException" : undefined);
      }
      assert.equal(local.journal.latest("access.denied", 10).length, iam === "off" ? 0 : 2);
    } finally {
      await local.stop();
    }
  });
}
