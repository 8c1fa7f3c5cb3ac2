import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import {
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { type Dev, type DevOptions, startDev } from "../dev/start-dev.ts";
import type { Template, TemplateResource } from "./template.ts";

type Resources = Record<string, TemplateResource>;

let folder: string;
let file: string;
let dev: Dev | undefined;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "foyer-template-"));
  file = join(folder, "Stack.template.json");
});
beforeEach(() => {
  asset("reader", "export const handler = async () => process.env.WHAT ?? 'nothing';");
});
afterEach(() => stop());
after(() => rmSync(folder, { recursive: true }));

async function stop(): Promise<void> {
  await dev?.stop();
  dev = undefined;
}

/** Writes the code of a function where the CDK writes it. */
function asset(name: string, code: string): void {
  mkdirSync(join(folder, `asset.${name}`), { recursive: true });
  writeFileSync(join(folder, `asset.${name}`, "index.mjs"), code);
  const source = { path: `asset.${name}`, packaging: "zip" };
  const files = { [name]: { source, destinations: { here: { bucketName: "assets", objectKey: `${name}.zip` } } } };
  writeFileSync(join(folder, `${name}.assets.json`), JSON.stringify({ files }));
}

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const role: TemplateResource = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } };
const policy = (...actions: string[]): TemplateResource => ({
  Type: "AWS::IAM::Policy",
  Properties: {
    PolicyName: "Reads",
    Roles: [{ Ref: "Role" }],
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions, Resource: { "Fn::GetAtt": ["Table", "Arn"] } }],
    },
  },
});
const reader = (more: object = {}): TemplateResource => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Bucket: { "Fn::Sub": `assets-\${AWS::Region}` }, S3Key: "reader.zip" },
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Role: { "Fn::GetAtt": ["Role", "Arn"] },
    ...more,
  },
});
const table: TemplateResource = {
  Type: "AWS::DynamoDB::Table",
  Properties: {
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: "ends", Enabled: true },
  },
};

/** Starts from a template: with the clients that speak to what it has become. */
async function started(
  Resources: Resources,
  options: Pick<DevOptions, "dataDir" | "port"> = {},
  more: Omit<Template, "Resources"> = {},
) {
  writeFileSync(file, JSON.stringify({ ...more, Resources }));
  const running = await startDev({ template: file, ...options });
  dev = running;
  const credentials = { accessKeyId: "foyer", secretAccessKey: "foyer" };
  const at = { endpoint: running.local.url, region: "us-east-1", credentials };
  return {
    dev: running,
    lambda: new LambdaClient(at),
    iam: new IAMClient(at),
    cognito: new CognitoIdentityProviderClient(at),
    dynamodb: new DynamoDBClient(at),
  };
}

/** The only function that there is. */
async function theFunction(lambda: LambdaClient) {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand());
  assert.equal(Functions.length, 1);
  const { FunctionName = "", Role = "", Timeout, MemorySize } = Functions[0] ?? {};
  return { FunctionName, RoleName: Role.split("/").at(-1), Timeout, MemorySize };
}

async function answerOf(lambda: LambdaClient, FunctionName: string): Promise<unknown> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload as Uint8Array).toString());
}

describe("a template", () => {
  test("becomes functions that run their assets under roles with its policies, whatever the order it is written in", async () => {
    const variables = { WHAT: { "Fn::Join": ["/", [{ Ref: "AWS::StackName" }, { Ref: "Table" }]] } };
    const { lambda, iam, dynamodb } = await started({
      Reader: reader({ Environment: { Variables: variables }, Timeout: 7 }),
      Policy: policy("dynamodb:GetItem"),
      Role: role,
      Table: table,
    });
    const { FunctionName, RoleName, Timeout, MemorySize } = await theFunction(lambda);
    assert.deepEqual([Timeout, MemorySize], [7, 128]);
    const [stackName, TableName] = String(await answerOf(lambda, FunctionName)).split("/");
    assert.equal(stackName, "Stack");
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "Reads" }));
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument));
    assert.deepEqual(Statement, [{ Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: Table?.TableArn }]);
  });

  test("enforces them: a function may not do what no policy of its role allows", async () => {
    asset(
      "reader",
      `import { DynamoDBClient, GetItemCommand, PutItemCommand } from "${import.meta.resolve("@aws-sdk/client-dynamodb")}";
      const client = new DynamoDBClient();
      const of = { TableName: process.env.TABLE };
      export const handler = async () => {
        await client.send(new GetItemCommand({ ...of, Key: { pk: { S: "a" } } }));
        return client.send(new PutItemCommand({ ...of, Item: { pk: { S: "a" } } })).catch((error) => error.name);
      };`,
    );
    const { lambda } = await started({
      Reader: reader({ Environment: { Variables: { TABLE: { Ref: "Table" } } }, Timeout: 20 }),
      Policy: policy("dynamodb:GetItem"),
      Role: role,
      Table: table,
    });
    assert.equal(await answerOf(lambda, (await theFunction(lambda)).FunctionName), "AccessDeniedException");
  });

  test("has left out what its conditions leave out, takes parameters' defaults, and says what is skipped", async () => {
    const isReal = { "Fn::If": ["InProduction", "real", { Ref: "Bucket" }] };
    const { dev, lambda } = await started(
      {
        Role: role,
        Reader: reader({ Environment: { Variables: { WHAT: isReal } } }),
        OnlyThere: { ...reader(), Condition: "InProduction" },
        Bucket: { Type: "AWS::S3::Bucket", Properties: { Name: { "Fn::Cidr": [] } } },
        Topic: { Type: "AWS::SNS::Topic" },
      },
      {},
      {
        Parameters: { Stage: { Type: "String", Default: "test" } },
        Conditions: { InProduction: { "Fn::Equals": [{ Ref: "Stage" }, "production"] } },
      },
    );
    assert.deepEqual(dev.template?.skipped, [
      { type: "AWS::S3::Bucket", logicalId: "Bucket" },
      { type: "AWS::SNS::Topic", logicalId: "Topic" },
    ]);
    assert.match(String(await answerOf(lambda, (await theFunction(lambda)).FunctionName)), /^Stack-Bucket-/);
  });

  test("runs code that is written into it", async () => {
    const ZipFile = "exports.handler = async () => 'inline';";
    const { lambda } = await started({ Role: role, Reader: reader({ Code: { ZipFile } }) });
    assert.equal(await answerOf(lambda, (await theFunction(lambda)).FunctionName), "inline");
  });

  test("has pools with the second factors, attributes, groups and app clients that it says", async () => {
    const { dev, cognito } = await started({
      Users: {
        Type: "AWS::Cognito::UserPool",
        Properties: {
          UserPoolName: "customers",
          UsernameAttributes: ["email"],
          AutoVerifiedAttributes: ["email"],
          MfaConfiguration: "OPTIONAL",
          EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
          Schema: [{ Name: "plan", AttributeDataType: "String", Mutable: true }],
        },
      },
      Client: { Type: "AWS::Cognito::UserPoolClient", Properties: { UserPoolId: { Ref: "Users" }, ClientName: "web" } },
      Group: { Type: "AWS::Cognito::UserPoolGroup", Properties: { UserPoolId: { Ref: "Users" }, GroupName: "Staff" } },
    });
    const { userPoolId: UserPoolId } = dev.pool;
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    assert.equal(UserPool?.Name, "customers");
    assert.ok(UserPool?.SchemaAttributes?.some(({ Name }) => Name === "custom:plan"));
    const mfa = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    assert.deepEqual([mfa.MfaConfiguration, mfa.SoftwareTokenMfaConfiguration], ["OPTIONAL", { Enabled: true }]);
    const { Groups } = await cognito.send(new ListGroupsCommand({ UserPoolId }));
    assert.deepEqual(
      Groups?.map(({ GroupName }) => GroupName),
      ["Staff"],
    );
    const { UserPoolClients = [] } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 10 }));
    // One more lets the demo user sign in with a password alone.
    assert.deepEqual(UserPoolClients.map(({ ClientName }) => ClientName).sort(), ["foyer-dev", "web"]);
  });
});

describe("a template that cannot be provisioned", () => {
  const cases: [what: string, resources: Resources, says: RegExp][] = [
    [
      "a function that is not understood",
      { Role: { ...role, Properties: { ...role.Properties, RoleName: { "Fn::Transform": {} } } } },
      /^Cannot provision Role \(AWS::IAM::Role\): Properties\.RoleName: Fn::Transform is not understood here$/,
    ],
    [
      "an asset that nobody names",
      { Role: role, Reader: reader({ Code: { S3Bucket: "assets", S3Key: "gone.zip" } }) },
      /^Cannot provision Reader \(AWS::Lambda::Function\): no asset manifest in .* names gone\.zip$/,
    ],
    [
      "code that is an image",
      { Role: role, Reader: reader({ Code: { ImageUri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/reader" } }) },
      /^Cannot provision Reader .*: Properties\.Code: the code must be an asset or a text: it is ImageUri$/,
    ],
    [
      "what AWS refuses, in its words",
      { Role: role, Reader: reader({ Timeout: 5000 }) },
      /^Cannot provision Reader \(AWS::Lambda::Function\): \w+: .*5000/,
    ],
    ["a reference to nothing", { Reader: reader() }, /^Cannot provision Reader .*: Properties\.Role: there is no resource Role$/],
  ];
  for (const [what, resources, says] of cases)
    test(`names the resource and the property: ${what}`, () =>
      assert.rejects(started(resources), { name: "CommandError", message: says }));

  test("is told from what is no template", async () => {
    writeFileSync(file, "Resources: {}");
    await assert.rejects(startDev({ template: file }), { message: /must be JSON/ });
    writeFileSync(file, "{}");
    await assert.rejects(startDev({ template: file }), { message: /must have Resources/ });
    await assert.rejects(startDev({ template: join(folder, "gone.json") }), { message: /there is no template/ });
  });
});

describe("a template with the data of an earlier start", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "foyer-data-"));
  });
  afterEach(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  const version: Resources = {
    Version: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "Reader" } } },
    Alias: {
      Type: "AWS::Lambda::Alias",
      Properties: { FunctionName: { Ref: "Reader" }, FunctionVersion: { "Fn::GetAtt": ["Version", "Version"] }, Name: "live" },
    },
  };
  const Allow: TemplateResource = {
    Type: "AWS::Lambda::Permission",
    Properties: { FunctionName: { Ref: "Reader" }, Action: "lambda:InvokeFunction", Principal: "cognito-idp.amazonaws.com" },
  };
  const users = (more: object = {}): Resources => ({
    Users: { Type: "AWS::Cognito::UserPool", Properties: { UsernameAttributes: ["email"], ...more } },
  });

  test("finds what is there: the same pool, table and function, and no version where nothing has changed", async () => {
    const resources = { Role: role, Reader: reader(), Table: table, Allow, ...version, ...users() };
    const seen: unknown[] = [];
    let port = 0;
    for (let start = 0; start < 2; start++) {
      const { dev, lambda, dynamodb } = await started(resources, { dataDir, port });
      port = Number(new URL(dev.local.url).port);
      const { FunctionName } = await theFunction(lambda);
      assert.equal(await answerOf(lambda, `${FunctionName}:live`), "nothing");
      const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
      assert.equal(Versions.length, 2, "$LATEST and 1");
      const { TableNames } = await dynamodb.send(new ListTablesCommand());
      seen.push([dev.pool, FunctionName, TableNames]);
      await stop();
    }
    assert.deepEqual(seen[1], seen[0]);
  });

  test("changes what has changed: code, configuration, attributes, the version that an alias means", async () => {
    const before = await started({ Role: role, Reader: reader({ Timeout: 9 }), ...version, ...users() }, { dataDir });
    const { userPoolId: UserPoolId } = before.dev.pool;
    await stop();
    asset("reader", "export const handler = async () => 'new code';");
    const Schema = [{ Name: "plan", AttributeDataType: "String", Mutable: true }];
    const resources = { Role: role, Reader: reader(), ...version, ...users({ Schema }) };
    const { dev, lambda, cognito } = await started(resources, { dataDir });
    const { FunctionName, Timeout } = await theFunction(lambda);
    assert.equal(await answerOf(lambda, `${FunctionName}:live`), "new code");
    assert.equal(Timeout, 3, "what the template has no more goes back to its default");
    assert.equal(dev.pool.userPoolId, UserPoolId);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    assert.ok(UserPool?.SchemaAttributes?.some(({ Name }) => Name === "custom:plan"));
  });

  test("takes away policies and permissions that are in the template no more, and leaves what holds data", async () => {
    const fewer = { Role: role, Reader: reader(), ...version };
    const more = { ...fewer, Table: table, Policy: policy("dynamodb:GetItem"), Allow };
    const before = await started(more, { dataDir });
    const { FunctionName, RoleName } = await theFunction(before.lambda);
    assert.match((await before.lambda.send(new GetPolicyCommand({ FunctionName }))).Policy ?? "", /cognito-idp/);
    await stop();
    const { lambda, iam, dynamodb } = await started(fewer, { dataDir });
    await assert.rejects(lambda.send(new GetPolicyCommand({ FunctionName })), { name: "ResourceNotFoundException" });
    assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames, []);
    assert.equal((await dynamodb.send(new ListTablesCommand())).TableNames?.length, 1);
  });

  test("refuses a change of what AWS would replace, and says of which property", async () => {
    await started(users(), { dataDir });
    await stop();
    await assert.rejects(started(users({ UsernameAttributes: ["phone_number"] }), { dataDir }), {
      message:
        "Cannot provision Users (AWS::Cognito::UserPool): Properties.UsernameAttributes cannot be changed of what is there: begin anew with another --data",
    });
  });
});

describe("the custom resource that attaches triggers", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "foyer-data-"));
    asset(
      "provider",
      `export const handler = async ({ RequestType, ResponseURL, ResourceProperties: now, OldResourceProperties: old }) => {
        if (now.Says === "nothing") return;
        const answer = { Status: now.Says, Reason: "the pool has another", PhysicalResourceId: [RequestType, old?.Name, now.Name].join("-") };
        await fetch(ResponseURL, { method: "PUT", body: JSON.stringify(answer) });
      };`,
    );
  });
  afterEach(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  const attachment = (Name: string, Says = "SUCCESS"): Resources => ({
    Role: role,
    Provider: reader({ Code: { S3Bucket: "assets", S3Key: "provider.zip" }, Timeout: 20 }),
    Attachment: {
      Type: "Custom::FoyerAttachment",
      Properties: { ServiceToken: { "Fn::GetAtt": ["Provider", "Arn"] }, Name, Says },
    },
    NamedAfterIt: { Type: "AWS::Cognito::UserPool", Properties: { UserPoolName: { Ref: "Attachment" } } },
  });
  const nameOfPool = async ({ dev, cognito }: Awaited<ReturnType<typeof started>>) => {
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: dev.pool.userPoolId }));
    return UserPool?.Name;
  };

  test("is told of its creation, and later of changes only, with what was before", async () => {
    const seen: unknown[] = [];
    for (const name of ["one", "one", "two"]) {
      seen.push(await nameOfPool(await started(attachment(name), { dataDir })));
      await stop();
    }
    assert.deepEqual(seen, ["Create--one", "Create--one", "Update-one-two"]);
  });

  test("stops the start with its reason when it fails, or does not answer", async () => {
    await assert.rejects(started(attachment("one", "FAILED")), {
      message: "Cannot provision Attachment (Custom::FoyerAttachment): the pool has another",
    });
    await assert.rejects(started(attachment("one", "nothing")), { message: /its function did not answer: null$/ });
  });
});
