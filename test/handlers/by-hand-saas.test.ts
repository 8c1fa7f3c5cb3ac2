import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import {
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { CreateStateMachineCommand, DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { password } from "../wire/pool.ts";
import { startStage } from "./stage.ts";

const stage = await startStage(join(import.meta.dirname, "..", "..", "examples", "by-hand"));
const { aws, cognito, dynamodb } = stage;
const client = { endpoint: aws.url, region: aws.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };

async function stateMachine(states: SFNClient, name: string): Promise<string> {
  const definition = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}';
  const roleArn = "arn:aws:iam::000000000000:role/states";
  return (await states.send(new CreateStateMachineCommand({ name, definition, roleArn }))).stateMachineArn as string;
}

async function makeTable(TableName: string): Promise<void> {
  const names = ["pk", "sk"] as const;
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index ? "RANGE" : "HASH" })),
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
}

test("the hand-written handler of the SaaS does for a user in the trigger what examples/saas does, and a reset only sends its notice", async (context) => {
  const states = new SFNClient(client);
  const queues = new SQSClient(client);
  context.after(() => {
    states.destroy();
    queues.destroy();
  });
  await makeTable("accounts");
  await stage.sender("hello@example.com");
  await stage.sender("security@example.com");
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: "new-accounts" }));
  const machines = [await stateMachine(states, "provision-workspace"), await stateMachine(states, "first-days")];
  aws.outside.answer({ url: "https://directory.example.com/companies/globex.example", body: { name: "Globex", seats: 900 } });
  const PostConfirmation = stage.handler("saas/index.handler", {
    environment: {
      TABLE: "accounts",
      DIRECTORY: `${aws.url}/_foyer/outside/${encodeURIComponent("https://directory.example.com")}`,
      PROVISION_WORKSPACE_ARN: machines[0] as string,
      FIRST_DAYS_ARN: machines[1] as string,
      QUEUE_URL: QueueUrl as string,
    },
  });
  const Schema = [{ Name: "company" }, { Name: "seats" }].map((each) => ({ ...each, AttributeDataType: "String" as const }));
  const pool = await stage.pool({ PostConfirmation }, { Schema });
  for (const GroupName of ["Members", "Trial", "Enterprise", "Staff"])
    await cognito.send(new CreateGroupCommand({ UserPoolId: pool.userPoolId, GroupName }));

  const email = "ann@globex.example";
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "name", Value: "Ann <Lee>" },
  ];
  const { username, sub } = await pool.signUp({ UserAttributes });
  const ConfirmationCode = pool.code(email);
  const ClientMetadata = { plan: "trial" };
  await cognito.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode, ClientMetadata }));

  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: "accounts" }));
  assert.deepEqual(
    Items.map(({ pk, email, plan }) => [pk?.S, email?.S, plan?.S]),
    [[`ACCOUNT#${sub}`, email, "trial"]],
  );
  assert.deepEqual((await stage.groupsOf(pool, username)).sort(), ["Enterprise", "Members", "Trial"]);
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: username }));
  const attributes = Object.fromEntries(user.UserAttributes?.map(({ Name, Value }) => [Name, Value]) ?? []);
  assert.deepEqual([attributes["custom:company"], attributes["custom:seats"]], ["Globex", "900"]);
  const [mail] = aws.inbox.list({ to: email }).filter(({ via }) => via === "ses");
  assert.equal(mail?.subject, "Welcome");
  assert.match(mail?.html ?? "", /Welcome, Ann &#60;Lee&#62;!.*Your trial has begun/);
  for (const [index, stateMachineArn] of machines.entries()) {
    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    assert.deepEqual(
      executions.map(({ name }) => name),
      [sub],
    );
    const { executionArn } = executions[0] ?? {};
    const { input } = await states.send(new DescribeExecutionCommand({ executionArn }));
    assert.deepEqual(
      JSON.parse(input ?? ""),
      index === 0 ? { sub, plan: "trial", seats: 900 } : { sub, email, name: "Ann <Lee>" },
    );
  }
  const [event] = aws.events.list({ sub });
  assert.deepEqual(event?.detail, { id: sub, sub, properties: { plan: "trial", seats: 900 } });
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
  assert.deepEqual(
    Messages.map(({ Body = "" }) => JSON.parse(Body)),
    [{ sub, plan: "trial", company: "Globex" }],
  );

  await cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username }));
  await cognito.send(
    new ConfirmForgotPasswordCommand({
      ClientId: pool.clientId,
      Username: username,
      ConfirmationCode: pool.code(email),
      Password: `${password}-new`,
    }),
  );
  const subjects = aws.inbox.list({ to: email }).flatMap(({ via, subject }) => (via === "ses" ? [subject] : []));
  assert.deepEqual(subjects, ["Your password was changed", "Welcome"]);
  assert.equal((await dynamodb.send(new ScanCommand({ TableName: "accounts" }))).Count, 1);
});
