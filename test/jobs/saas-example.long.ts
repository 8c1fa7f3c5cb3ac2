import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { account } from "../../examples/saas/account.ts";
import { type Person, type Stage, startStage } from "./stage.ts";

const hourMs = 3_600_000;

let stage: Stage;
let states: SFNClient;
let queues: SQSClient;
before(async () => {
  stage = await startStage("examples/saas/onboarding.ts");
  const { url: endpoint, region } = stage.dev.local;
  const settings = { endpoint, region, credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };
  states = new SFNClient(settings);
  queues = new SQSClient(settings);
});
after(async () => {
  states?.destroy();
  queues?.destroy();
  await stage?.stop();
});

/** Signs up, confirms with what the pricing page says, and comes as far as the first wait. */
async function joined(attributes: Record<string, string>, metadata?: Record<string, string>): Promise<Person> {
  const person = await stage.signUp(attributes);
  await stage.confirm(person, metadata);
  await stage.until(person.sub, ({ wait }) => wait !== undefined);
  return person;
}

async function later(hours: number): Promise<void> {
  const { clock, idle } = stage.dev.local;
  clock.advance(hours * hourMs);
  await idle();
}

const keyOf = (sub: string) => ({ pk: { S: account.key.pk({ sub }) }, sk: { S: account.key.sk() } });
const accountOf = async ({ sub }: Person) =>
  (await stage.items(account.table)).find(({ pk }) => (pk as { S: string }).S === account.key.pk({ sub }));

/** What the application writes into the account. */
async function note({ sub }: Person, name: string, value: { S: string } | { N: string }): Promise<void> {
  await stage.dynamodb.send(
    new UpdateItemCommand({
      TableName: account.table,
      Key: keyOf(sub),
      UpdateExpression: "SET #name = :value",
      ExpressionAttributeNames: { "#name": name },
      ExpressionAttributeValues: { ":value": value },
    }),
  );
}

const stepsOf = ({ sub }: Person) =>
  Object.fromEntries(stage.dev.local.timeline(sub).steps.map(({ step, state }) => [step, state]));
const analyticsOf = ({ sub }: Person) =>
  stage.dev.local.outside.list().filter(({ body }) => (JSON.parse(body) as { userId?: string }).userId === sub);

async function provisioned({ sub }: Person): Promise<Record<string, unknown>[]> {
  const { region, accountId } = stage.dev.local;
  const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:provision-workspace`;
  const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
  const described = await Promise.all(
    executions.map(({ executionArn }) => states.send(new DescribeExecutionCommand({ executionArn }))),
  );
  return described.map(({ input = "" }) => JSON.parse(input)).filter((input) => input.sub === sub);
}

/** Of the user, among all that the team's queue holds now. */
async function toldTheTeam({ sub }: Person): Promise<Record<string, unknown>[]> {
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: "new-accounts" }));
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  const { Messages = [] } = await queues.send(receive);
  return Messages.map(({ Body = "" }) => JSON.parse(Body)).filter((message) => message.sub === sub);
}

test("a user of a known company with a trial has all of it before the first day is over, each once", async () => {
  const ada = await joined({ email: "ada@example.com", name: "Ada", "custom:analytics": "true" }, { plan: "trial" });
  assert.deepEqual((await stage.idToken(ada))["cognito:groups"], ["Members", "Staff", "Trial"]);
  const { plan, projects, email } = (await accountOf(ada)) ?? {};
  assert.deepEqual([plan, projects, email], [{ S: "trial" }, { N: "0" }, { S: "ada@example.com" }]);
  const { UserAttributes } = await stage.cognito.send(
    new AdminGetUserCommand({ UserPoolId: stage.dev.pool.userPoolId, Username: ada.sub }),
  );
  const attributes = Object.fromEntries(UserAttributes?.map(({ Name, Value }) => [Name, Value]) ?? []);
  assert.deepEqual([attributes["custom:company"], attributes["custom:seats"]], ["Example", "42"]);
  const about = { sub: ada.sub, userPoolId: stage.dev.pool.userPoolId, origin: "sign-up" };
  const [input, ...furtherInputs] = await provisioned(ada);
  const [message, ...furtherMessages] = await toldTheTeam(ada);
  const [sent, ...furtherSent] = analyticsOf(ada);
  assert.deepEqual([furtherInputs, furtherMessages, furtherSent], [[], [], []]);
  assert.deepEqual(input, { ...about, id: input?.id, plan: "trial", seats: 42 });
  assert.deepEqual(message, { ...about, id: message?.id, plan: "trial", company: "Example" });
  assert.deepEqual(JSON.parse(sent?.body ?? "{}").properties, { plan: "trial", origin: "sign-up" });
  const events = stage.dev.local.events.list().filter(({ sub }) => sub === ada.sub);
  assert.deepEqual(
    events.map(({ detailType, detail }) => [detailType, detail.properties]),
    [["User Confirmed", { plan: "trial", seats: 42, origin: "sign-up" }]],
  );
  assert.deepEqual(stage.subjects(ada.email), ["Welcome"]);
  assert.match((await stage.mail(ada.email, "Welcome")).text ?? "", /Your trial has begun/);
});

test("in three days each gets the mail that fits what they did, and who unsubscribed or was deleted gets none", async () => {
  const [eve, ben, cleo, dan] = [
    await joined({ email: "eve@globex.example" }),
    await joined({}),
    await joined({}),
    await joined({}),
  ];
  await later(25);
  await note(eve, "projects", { N: "1" });
  await note(cleo, "mails", { S: "none" });
  const Username = dan.sub;
  await stage.cognito.send(new AdminDeleteUserCommand({ UserPoolId: stage.dev.pool.userPoolId, Username }));
  await later(48);
  const firstDay = ["Welcome", "Your first project"];
  assert.deepEqual(stage.subjects(eve.email), [...firstDay, "Invite your team"]);
  assert.deepEqual(stage.subjects(ben.email), [...firstDay, "May we help?"]);
  assert.deepEqual(stage.subjects(cleo.email), firstDay);
  assert.deepEqual(stage.subjects(dan.email), firstDay);
  assert.deepEqual(stage.dev.local.timeline(eve.sub).groups, ["Enterprise", "Members"]);
  for (const person of [eve, ben, cleo, dan])
    assert.ok((await stage.ended(person.sub)).executions.every(({ status }) => status === "SUCCEEDED"));
});

test("a plan that the pricing page does not have is the free one, and opens no group", async () => {
  const mallory = await joined({ email: "mallory@mail.example" }, { plan: "Enterprise" });
  assert.deepEqual((await stage.idToken(mallory))["cognito:groups"], ["Members"]);
  assert.deepEqual((await accountOf(mallory))?.plan, { S: "free" });
  assert.deepEqual([stepsOf(mallory).company, stepsOf(mallory).analytics], ["skipped", "skipped"]);
  assert.deepEqual(analyticsOf(mallory), []);
});

test("a directory that answers nonsense parks the user, and keeps nothing else from them", async () => {
  const alan = await joined({ email: "alan@broken.example" });
  const { company, ...others } = stepsOf(alan);
  assert.equal(company, "gave up");
  assert.deepEqual(
    Object.values({ ...others, analytics: "done" }).filter((state) => state !== "done"),
    [],
  );
});

test("a password reset brings its notice, and nothing of the above again", async () => {
  const grace = await joined({ email: "grace@mail.example" });
  const before = await provisioned(grace);
  const { clientId: ClientId } = stage.dev.pool;
  await stage.cognito.send(new ForgotPasswordCommand({ ClientId, Username: grace.email }));
  const ConfirmationCode = stage.dev.local.inbox.list({ to: grace.email })[0]?.code;
  const reset = { ClientId, Username: grace.email, ConfirmationCode, Password: "Another-horse-8" };
  await stage.cognito.send(new ConfirmForgotPasswordCommand(reset));
  await stage.mail(grace.email, "Your password was changed");
  await stage.dev.local.idle();
  assert.deepEqual(stage.subjects(grace.email), ["Welcome", "Your password was changed"]);
  assert.deepEqual([await provisioned(grace), (await toldTheTeam(grace)).length], [before, 1]);
});
