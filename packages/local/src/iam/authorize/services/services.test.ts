import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { LocalAws } from "../../../local-aws.ts";
import { startLocal } from "../../../start-local.ts";
import type { Surroundings } from "./asked.ts";
import { askedBy } from "./index.ts";

const execution = "arn:aws:lambda:us-east-1:000000000000:function:f:1/durable-execution/n/i";
const surroundings: Surroundings = {
  region: "us-east-1",
  accountId: "000000000000",
  secretArn: (id) => `arn:aws:secretsmanager:us-east-1:000000000000:secret:${id}-AbCdEf`,
  keyArn: (id) => `arn:aws:kms:us-east-1:000000000000:key/${id}`,
  roleArn: (name) => (name === "deep" ? "arn:aws:iam::000000000000:role/svc/deep" : undefined),
  keyOfCiphertext: (ciphertext) => (ciphertext ? "of-the-ciphertext" : undefined),
  executionOf: () => execution,
  functionArn: (name, qualifier) => {
    const named = name.startsWith("arn:") ? name : `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
    return qualifier === undefined ? named : `${named}:${qualifier}`;
  },
  rawMail: { from: "A <a@example.com>", to: ["b@example.org"], cc: [], bcc: [] },
  identityOf: (address) => address.slice(address.indexOf("@") + 1),
  partitionKeys: () =>
    new Map([
      ["", "pk"],
      ["by-mail", "mail"],
    ]),
};

/** Members that name a resource, as any operation may have them. */
const named = {
  UserPoolId: "us-east-1_a",
  IdentityPoolId: "us-east-1:1",
  ResourceArn: "arn:aws:x:us-east-1:000000000000:r",
  TableName: "t",
  RequestItems: { t: [{ PutRequest: { Item: {} } }] },
  TransactItems: [{ Get: { TableName: "t", Key: {} } }],
  FunctionName: "f",
  QueueUrl: "http://127.0.0.1/000000000000/q",
  QueueName: "q",
  SecretId: "s",
  KeyId: "k",
  logGroupName: "g",
  RoleName: "r",
  RoleArn: "arn:aws:iam::000000000000:role/r",
  stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:m",
  executionArn: "arn:aws:states:us-east-1:000000000000:execution:m:e",
  Source: "a@example.com",
  FromEmailAddress: "a@example.com",
  EmailAddress: "a@example.com",
  EmailIdentity: "example.com",
  TemplateName: "t",
  ConfigurationSetName: "c",
  Name: "n",
  name: "n",
  Rule: "r",
  Entries: [{ Source: "app", DetailType: "d", Detail: "{}" }],
};

// What AWS has no resource for, and what a service asks of the account as a whole.
const ofTheAccount = new Set(
  `cognito-idp:CreateUserPool cognito-idp:ListUserPools
   dynamodb:ListTables dynamodb:DescribeLimits dynamodb:DescribeEndpoints
   events:ListEventBuses events:ListRules events:TestEventPattern events:ListRuleNamesByTarget
   iam:ListRoles iam:ListPolicies iam:ListAccountAliases iam:SimulateCustomPolicy iam:GetUser
   kms:CreateKey kms:ListAliases kms:ListKeys
   lambda:ListFunctions lambda:GetAccountSettings lambda:ListEventSourceMappings
   logs:DescribeLogGroups
   ses:GetSendQuota ses:ListIdentities
   sesv2:GetAccount sesv2:ListEmailIdentities sesv2:ListEmailTemplates sesv2:PutAccountSendingAttributes
   sesv2:GetSuppressedDestination sesv2:PutSuppressedDestination sesv2:DeleteSuppressedDestination sesv2:ListSuppressedDestinations
   sqs:ListQueues ssm:DescribeParameters secretsmanager:ListSecrets states:ListStateMachines
   cognito-identity:CreateIdentityPool cognito-identity:ListIdentityPools`.split(/\s+/),
);

let local: LocalAws;
before(async () => {
  local = await startLocal();
});
after(() => local.stop());

test("every operation that is emulated asks for a resource, but those that are about the account", () => {
  const services = "cognito-idp dynamodb events iam kms lambda logs secretsmanager ses sesv2 sqs ssm states".split(" ");
  const missing: string[] = [];
  for (const service of services) {
    for (const operation of local.operationsOf(service) ?? []) {
      if (ofTheAccount.has(`${service}:${operation}`)) continue;
      // An execution or a policy is named by its ARN alone.
      const arns = [{}, { DurableExecutionArn: execution }, { CallbackId: "c" }];
      const asked = arns.flatMap((more) => askedBy(service, operation, { ...named, ...more }, surroundings));
      if (asked.some(({ resource }) => !resource?.startsWith("arn:"))) missing.push(`${service}:${operation}`);
    }
  }
  assert.deepEqual(missing, []);
});

test("what users call with their own tokens or none asks for nothing", () => {
  for (const operation of ["SignUp", "InitiateAuth", "GetUser", "ConfirmForgotPassword", "GlobalSignOut"]) {
    assert.deepEqual(askedBy("cognito-idp", operation, { ClientId: "c" }, surroundings), []);
  }
  assert.deepEqual(askedBy("sts", "GetCallerIdentity", {}, surroundings), []);
  assert.deepEqual(askedBy("sts", "AssumeRoleWithWebIdentity", { RoleArn: "r" }, surroundings), []);
});

const cases: [string, [string, string, object], [string, string][]][] = [
  [
    "a pool's user",
    ["cognito-idp", "AdminAddUserToGroup", { UserPoolId: "us-east-1_a" }],
    [["cognito-idp:AdminAddUserToGroup", "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a"]],
  ],
  [
    "a query on an index",
    ["dynamodb", "Query", { TableName: "t", IndexName: "by-mail" }],
    [["dynamodb:Query", "arn:aws:dynamodb:us-east-1:000000000000:table/t/index/by-mail"]],
  ],
  [
    "a batch, by table",
    ["dynamodb", "BatchWriteItem", { RequestItems: { a: [{ PutRequest: { Item: {} } }], b: [{ DeleteRequest: { Key: {} } }] } }],
    [
      ["dynamodb:BatchWriteItem", "arn:aws:dynamodb:us-east-1:000000000000:table/a"],
      ["dynamodb:BatchWriteItem", "arn:aws:dynamodb:us-east-1:000000000000:table/b"],
    ],
  ],
  [
    "a transaction, by item",
    [
      "dynamodb",
      "TransactWriteItems",
      { TransactItems: [{ Put: { TableName: "a", Item: {} } }, { ConditionCheck: { TableName: "b", Key: {} } }] },
    ],
    [
      ["dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:000000000000:table/a"],
      ["dynamodb:ConditionCheckItem", "arn:aws:dynamodb:us-east-1:000000000000:table/b"],
    ],
  ],
  [
    "an invocation by name and qualifier",
    ["lambda", "Invoke", { FunctionName: "f", Qualifier: "live" }],
    [["lambda:InvokeFunction", "arn:aws:lambda:us-east-1:000000000000:function:f:live"]],
  ],
  [
    "an invocation by ARN",
    ["lambda", "Invoke", { FunctionName: "arn:aws:lambda:us-east-1:000000000000:function:f:7" }],
    [["lambda:InvokeFunction", "arn:aws:lambda:us-east-1:000000000000:function:f:7"]],
  ],
  [
    "a function, with the role that it is given",
    ["lambda", "CreateFunction", { FunctionName: "f", Role: "arn:aws:iam::000000000000:role/r" }],
    [
      ["lambda:CreateFunction", "arn:aws:lambda:us-east-1:000000000000:function:f"],
      ["iam:PassRole", "arn:aws:iam::000000000000:role/r"],
    ],
  ],
  [
    "a mail of a template in a configuration set",
    [
      "sesv2",
      "SendEmail",
      {
        FromEmailAddress: "A <a@example.com>",
        ConfigurationSetName: "c",
        Content: { Template: { TemplateName: "t" } },
        Destination: { ToAddresses: ["b@example.org"] },
      },
    ],
    ["ses:SendEmail", "ses:SendTemplatedEmail"].flatMap((action) =>
      ["identity/example.com", "configuration-set/c", "template/t"].map((resource): [string, string] => [
        action,
        `arn:aws:ses:us-east-1:000000000000:${resource}`,
      ]),
    ),
  ],
  [
    "a mail that the sender has written as MIME",
    ["sesv2", "SendEmail", { Content: { Raw: { Data: Buffer.from("as SES has read it") } } }],
    [["ses:SendRawEmail", "arn:aws:ses:us-east-1:000000000000:identity/example.com"]],
  ],
  [
    "a batch of messages",
    ["sqs", "SendMessageBatch", { QueueUrl: "http://127.0.0.1:1/000000000000/q.fifo" }],
    [["sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:q.fifo"]],
  ],
  [
    "a message by a URL whose end is the name of another queue",
    ["sqs", "SendMessage", { QueueUrl: "http://127.0.0.1:1/000000000000/own-:theirs" }],
    [["sqs:SendMessage", "arn:aws:sqs:us-east-1:000000000000:theirs"]],
  ],
  [
    "a mail of a sender who names another's identity",
    ["ses", "SendEmail", { Source: "a@example.com", SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.org" }],
    [
      ["ses:SendEmail", "arn:aws:ses:us-east-1:000000000000:identity/example.com"],
      ["ses:SendEmail", "arn:aws:ses:us-east-1:000000000000:identity/example.org"],
    ],
  ],
  [
    "a mail that is written as MIME, from its own sender and from its source",
    ["ses", "SendRawEmail", { Source: "b@example.net", RawMessage: { Data: Buffer.from("as SES has read it") } }],
    [
      ["ses:SendRawEmail", "arn:aws:ses:us-east-1:000000000000:identity/example.com"],
      ["ses:SendRawEmail", "arn:aws:ses:us-east-1:000000000000:identity/example.net"],
    ],
  ],
  [
    "what was encrypted, by the key that it was encrypted under",
    ["kms", "Decrypt", { CiphertextBlob: new Uint8Array(9) }],
    [["kms:Decrypt", "arn:aws:kms:us-east-1:000000000000:key/of-the-ciphertext"]],
  ],
  [
    "a role by its name, which has a path",
    ["iam", "DeleteRole", { RoleName: "deep" }],
    [["iam:DeleteRole", "arn:aws:iam::000000000000:role/svc/deep"]],
  ],
  [
    "a parameter by an ARN of another place, with a version",
    ["ssm", "GetParameter", { Name: "arn:aws:ssm:eu-west-1:999999999999:parameter/app/key:3" }],
    [["ssm:GetParameter", "arn:aws:ssm:us-east-1:000000000000:parameter/app/key"]],
  ],
  [
    "a parameter with a path and a version",
    ["ssm", "GetParameter", { Name: "/app/key:3" }],
    [["ssm:GetParameter", "arn:aws:ssm:us-east-1:000000000000:parameter/app/key"]],
  ],
  [
    "a secret, by its full ARN",
    ["secretsmanager", "GetSecretValue", { SecretId: "s" }],
    [["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:000000000000:secret:s-AbCdEf"]],
  ],
  [
    "a log stream",
    ["logs", "PutLogEvents", { logGroupName: "/aws/lambda/f", logStreamName: "s" }],
    [["logs:PutLogEvents", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:log-stream:s"]],
  ],
];

for (const [name, [service, operation, input], expected] of cases) {
  test(`what is asked for: ${name}`, () => {
    const asked = askedBy(service, operation, input, surroundings);
    assert.deepEqual(
      asked.map(({ action, resource }) => [action, resource]),
      expected,
    );
  });
}

test("condition keys say who writes to whom, and which items and attributes are meant", () => {
  const mail = {
    Source: '"A, B" <a@example.com>',
    Destination: { ToAddresses: ["b@example.org"], BccAddresses: ["C <c@example.org>"] },
  };
  assert.deepEqual(askedBy("ses", "SendEmail", mail, surroundings)[0]?.context, {
    "ses:apiversion": ["1"],
    "ses:recipients": ["b@example.org", "c@example.org"],
    "ses:fromaddress": ["a@example.com"],
    "ses:fromdisplayname": ["A, B"],
  });
  const update = {
    TableName: "t",
    Key: { sk: { S: "x" }, pk: { S: "u-1" } },
    UpdateExpression: "SET #n = :n, seats.free = if_not_exists(seats.free, :zero) REMOVE old[0]",
    ExpressionAttributeNames: { "#n": "name" },
  };
  assert.deepEqual(askedBy("dynamodb", "UpdateItem", update, surroundings)[0]?.context, {
    "dynamodb:leadingkeys": ["u-1"],
    "dynamodb:attributes": ["sk", "pk", "name", "seats", "old"],
  });
  const query = {
    TableName: "t",
    IndexName: "by-mail",
    KeyConditionExpression: ":m = mail AND begins_with(sk, :s)",
    ExpressionAttributeValues: { ":m": { S: "a@example.com" }, ":s": { S: "x" } },
    Select: "COUNT",
  };
  assert.deepEqual(askedBy("dynamodb", "Query", query, surroundings)[0]?.context, {
    "dynamodb:leadingkeys": ["a@example.com"],
    "dynamodb:attributes": ["mail", "sk"],
    "dynamodb:select": ["COUNT"],
  });
});

test("who gives a service a role is asked for iam:PassRole, once for each", () => {
  const role = "arn:aws:iam::000000000000:role/r";
  const sms = { SmsConfiguration: { SnsCallerArn: role } };
  const rules = { p: { RulesConfiguration: { Rules: [{ RoleARN: role }] } } };
  const calls: [string, string, object][] = [
    ["cognito-identity", "SetIdentityPoolRoles", { IdentityPoolId: "i", Roles: { authenticated: role, unauthenticated: role } }],
    ["cognito-identity", "SetIdentityPoolRoles", { IdentityPoolId: "i", RoleMappings: rules }],
    ["cognito-idp", "CreateUserPool", sms],
    ["cognito-idp", "SetUserPoolMfaConfig", { UserPoolId: "p", SmsMfaConfiguration: sms }],
    ["cognito-idp", "CreateUserImportJob", { UserPoolId: "p", CloudWatchLogsRoleArn: role }],
    ["events", "PutRule", { Name: "r", RoleArn: role }],
    ["events", "PutTargets", { Rule: "r", Targets: [{ RoleArn: role }, {}] }],
    ["lambda", "CreateFunction", { FunctionName: "f", Role: role }],
    ["states", "CreateStateMachine", { name: "m", roleArn: role }],
  ];
  for (const [service, operation, input] of calls) {
    const [own, ...passed] = askedBy(service, operation, input, surroundings);
    const context = { "iam:passedtoservice": [`${service}.amazonaws.com`] };
    assert.equal(own?.action, `${service}:${operation}`);
    assert.deepEqual(passed, [{ action: "iam:PassRole", resource: role, context }], operation);
  }
});

test("what DynamoDB takes no notice of does not stand for what is asked", () => {
  const own = { pk: { S: "own" } };
  const theirs = { pk: { S: "theirs" } };
  const query = {
    TableName: "t",
    KeyConditionExpression: "pk = :p",
    ExpressionAttributeValues: { ":p": { S: "theirs" } },
  };
  const requests: [string, object][] = [
    ["Query", { ...query, KeyConditionExpression: "(pk) = :p" }],
    ["Query", { ...query, KeyConditionExpression: "((:p) = (pk))" }],
    ["Query", { ...query, IndexName: null }],
    ["Query", { ...query, Key: own }],
    ["Query", { ...query, Item: own }],
    ["Query", { ...query, RequestItems: {} }],
    ["Query", { ...query, TransactItems: [{ Get: { TableName: "t", Key: own } }] }],
    ["PutItem", { TableName: "t", Key: own, Item: theirs }],
    ["GetItem", { TableName: "t", Key: theirs, Item: own }],
    ["BatchWriteItem", { TableName: "t", RequestItems: { t: [{ PutRequest: { Key: own, Item: theirs } }] } }],
    ["BatchWriteItem", { RequestItems: { t: [{ DeleteRequest: { Key: theirs, Item: own } }] } }],
    ["TransactWriteItems", { TransactItems: [{ Put: { TableName: "t", Key: own, Item: theirs } }] }],
  ];
  for (const [operation, request] of requests) {
    const [asked, ...others] = askedBy("dynamodb", operation, request, surroundings);
    assert.deepEqual([asked?.context?.["dynamodb:leadingkeys"], others], [["theirs"], []], JSON.stringify(request));
  }
  const both = { RequestItems: { t: [{ PutRequest: { Item: own }, DeleteRequest: { Key: theirs } }] } };
  const [asked] = askedBy("dynamodb", "BatchWriteItem", both, surroundings);
  assert.deepEqual(asked?.context?.["dynamodb:leadingkeys"], ["own", "theirs"]);
  const nothing = { action: "dynamodb:TransactGetItems", resource: "*" };
  assert.deepEqual(askedBy("dynamodb", "TransactGetItems", { TransactItems: [{}] }, surroundings), [nothing]);
});
