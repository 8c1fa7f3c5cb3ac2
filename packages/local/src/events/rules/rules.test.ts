import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { LocalAws } from "../../local-aws.ts";
import { startLocal } from "../../start-local.ts";

const arnOf = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const pattern = { EventPattern: '{"source":["acme"]}' };

function clientsOf({ url, region }: LocalAws) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const config = { endpoint: url, region, credentials, maxAttempts: 1 };
  return { events: new EventBridgeClient(config), lambda: new LambdaClient(config), sqs: new SQSClient(config) };
}

const code = mkdtempSync(join(tmpdir(), "foyer-listens-"));
writeFileSync(join(code, "index.mjs"), "export const handler = async (event) => { console.log(JSON.stringify(event)); };");

let local: LocalAws;
let clients: ReturnType<typeof clientsOf>;
before(async () => {
  local = await startLocal();
  clients = clientsOf(local);
});
afterEach(async () => {
  const { Rules = [] } = await clients.events.send(new ListRulesCommand({}));
  for (const { Name: Rule } of Rules) {
    const { Targets = [] } = await clients.events.send(new ListTargetsByRuleCommand({ Rule }));
    const Ids = Targets.map(({ Id = "" }) => Id);
    if (Ids.length > 0) await clients.events.send(new RemoveTargetsCommand({ Rule, Ids }));
    await clients.events.send(new DeleteRuleCommand({ Name: Rule }));
  }
  await local.reset();
});
after(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await local.stop();
  rmSync(code, { recursive: true });
});

let made = 0;
/** A queue of its own. */
async function queue({ sqs } = clients, suffix = "", Attributes: Record<string, string> = {}) {
  const name = `queue-${++made}${suffix}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const receive = async (): Promise<Message[]> => {
    const request = {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ["All"],
      MessageSystemAttributeNames: ["All" as const],
    };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages;
  };
  return { arn: arnOf("sqs", name), receive };
}

/** A rule of its own with its targets. */
async function rule(
  rule: { EventPattern?: string; ScheduleExpression?: string; EventBusName?: string },
  Targets: Target[],
  { events } = clients,
) {
  const Name = `rule-${++made}`;
  const { RuleArn = "" } = await events.send(new PutRuleCommand({ Name, ...rule }));
  const { EventBusName } = rule;
  await events.send(new PutTargetsCommand({ Rule: Name, Targets, ...(EventBusName !== undefined && { EventBusName }) }));
  return { name: Name, arn: RuleArn };
}

async function put(detail: object = {}, { events } = clients, more: object = {}) {
  const entry = { Source: "acme", DetailType: "Thing Happened", Detail: JSON.stringify(detail), ...more };
  const { Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  return Entries?.[0]?.EventId;
}

/** A function that logs its event, and what it was invoked with. */
function deploy(name: string) {
  local.functions.deploy({ functionName: name, handler: "index.handler", codeDir: code });
  const invoked = () =>
    local.functions
      .logs({ functionName: name })
      .flatMap(({ text }) => /\{.*\}/.exec(text)?.[0] ?? [])
      .map((text) => JSON.parse(text));
  return { arn: arnOf("lambda", `function:${name}`), invoked };
}

test("an event that a rule matches is in the queue of its target, as AWS words it; another is not", async () => {
  const { arn, receive } = await queue();
  await rule(pattern, [{ Id: "queue", Arn: arn }]);
  const id = await put({ sub: "s-1", n: 1 });
  await put({}, clients, { Source: "other" });
  await local.idle();
  const [message, ...others] = await receive();
  const { time, ...event } = JSON.parse(message?.Body ?? "");
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.deepEqual(event, {
    version: "0",
    id,
    "detail-type": "Thing Happened",
    source: "acme",
    account: "000000000000",
    region: "us-east-1",
    resources: [],
    detail: { sub: "s-1", n: 1 },
  });
  assert.equal(others.length, 0);
});

test("a function is invoked only where it lets this rule, and is told of the user", { timeout: 20_000 }, async () => {
  const { arn, invoked } = deploy("listens");
  const dead = await queue();
  const { name, arn: SourceArn } = await rule(pattern, [{ Id: "f", Arn: arn, DeadLetterConfig: { Arn: dead.arn } }]);
  await put({ n: 1 });
  await local.idle();
  const [refused] = await dead.receive();
  assert.equal(JSON.parse(refused?.Body ?? "").detail.n, 1);
  const attributes = Object.fromEntries(
    Object.entries(refused?.MessageAttributes ?? {}).map(([key, { StringValue }]) => [key, StringValue]),
  );
  assert.match(attributes.ERROR_MESSAGE ?? "", /^events.amazonaws.com is not authorized to perform: lambda:InvokeFunction/);
  delete attributes.ERROR_MESSAGE;
  assert.deepEqual(attributes, { RULE_ARN: SourceArn, TARGET_ARN: arn, ERROR_CODE: "NO_PERMISSIONS", RETRY_ATTEMPTS: "0" });
  const permission = { FunctionName: "listens", StatementId: "s", Action: "lambda:InvokeFunction", SourceArn };
  await clients.lambda.send(new AddPermissionCommand({ ...permission, Principal: "events.amazonaws.com" }));
  await put({ n: 2, sub: "s-1" });
  await local.idle();
  assert.deepEqual(
    invoked().map(({ detail }) => detail),
    [{ n: 2, sub: "s-1" }],
  );
  const heard = local.journal.of("s-1").map(({ type }) => type);
  assert.ok(heard.includes("invocation.started"), heard.join());
  await clients.events.send(new RemoveTargetsCommand({ Rule: name, Ids: ["f"] }));
  await put({ n: 3 });
  await local.idle();
  assert.equal(invoked().length, 1);
});

test("a target is sent its constant, a part of the event, or what its template makes of it", async () => {
  const { arn, receive } = await queue();
  const InputTransformer = {
    InputPathsMap: { who: "$.detail.name", n: "$.detail.list[1]", all: "$.detail", type: "$.detail-type", none: "$.detail.no" },
    InputTemplate:
      '{"text": "Hi <who>, <n>", "who": <who>, "all": <all>, "type": <type>, "none": "<none>", "rule": <aws.events.rule-name>}',
  };
  const { name } = await rule(pattern, [
    { Id: "constant", Arn: arn, Input: '{"a":1}' },
    { Id: "path", Arn: arn, InputPath: "$.detail.list" },
    { Id: "template", Arn: arn, InputTransformer },
  ]);
  const detail = { name: 'Ann "A"', list: [1, 2] };
  await put(detail);
  await local.idle();
  const bodies = (await receive()).map(({ Body = "" }) => JSON.parse(Body));
  const made = { text: 'Hi Ann "A", 2', who: 'Ann "A"', all: detail, type: "Thing Happened", none: "", rule: name };
  assert.deepEqual(bodies, [{ a: 1 }, [1, 2], made]);
});

test("a FIFO queue is sent to in the message group that the target names", async () => {
  const fifo = await queue(clients, ".fifo", { FifoQueue: "true", ContentBasedDeduplication: "true" });
  const target = { Id: "fifo", Arn: fifo.arn };
  await assert.rejects(rule(pattern, [target]), { message: "Parameter(s) SqsParameters must be specified for target: fifo." });
  await rule(pattern, [{ ...target, SqsParameters: { MessageGroupId: "users" } }]);
  await put();
  await local.idle();
  assert.equal((await fifo.receive())[0]?.Attributes?.MessageGroupId, "users");
});

test("a target that is throttled is tried again with growing pauses, and then its dead-letter queue has the event", async () => {
  const { arn, receive } = await queue();
  const dead = await queue();
  const retries = { RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: dead.arn } };
  await rule(pattern, [{ Id: "queue", Arn: arn, ...retries }]);
  local.faults.add({ service: "sqs", operation: "SendMessage", kind: "throttle", count: 2 });
  await put({ n: 1 });
  for (const seconds of [1, 2]) {
    await local.idle();
    assert.equal((await receive()).length, 0);
    const dueInMs = (local.nextDueAt() ?? 0) - local.clock.now();
    assert.ok(dueInMs > (seconds - 1) * 1_000 && dueInMs <= seconds * 1_000, `${dueInMs}`);
    local.clock.advance(seconds * 1_000);
  }
  await local.idle();
  assert.equal((await receive()).length, 1);
  local.faults.add({ service: "sqs", operation: "SendMessage", kind: "throttle", count: 3 });
  await put({ n: 2 });
  for (const seconds of [1, 2]) {
    await local.idle();
    local.clock.advance(seconds * 1_000);
  }
  await local.idle();
  const [letter] = await dead.receive();
  assert.equal(JSON.parse(letter?.Body ?? "").detail.n, 2);
  assert.equal(letter?.MessageAttributes?.EXHAUSTED_RETRY_CONDITION?.StringValue, "MaximumRetryAttempts");
  assert.equal(letter?.MessageAttributes?.ERROR_CODE?.StringValue, "THROTTLING");
  assert.equal((await receive()).length, 0);
});

test("an event that would be too old at its next attempt is given up", async () => {
  const { arn } = await queue();
  const dead = await queue();
  const RetryPolicy = { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 185 };
  await rule(pattern, [{ Id: "queue", Arn: arn, RetryPolicy, DeadLetterConfig: { Arn: dead.arn } }]);
  local.faults.add({ service: "sqs", operation: "SendMessage", kind: "throttle" });
  await put();
  for (let pause = 1_000; pause < 64_000; pause *= 2) {
    await local.idle();
    local.clock.advance(pause);
  }
  await local.idle();
  const [letter] = await dead.receive();
  assert.equal(letter?.MessageAttributes?.EXHAUSTED_RETRY_CONDITION?.StringValue, "MaximumEventAgeInSeconds");
});

test("a rule with a schedule fires by the clock, once for however many times a move goes over, and not while it is disabled", async () => {
  const { arn, receive } = await queue();
  const { name, arn: ruleArn } = await rule({ ScheduleExpression: "rate(1 hour)" }, [{ Id: "queue", Arn: arn }]);
  const fired = async (ms: number) => {
    local.clock.advance(ms);
    await new Promise((resolve) => setTimeout(resolve, 5)); // the clock's timer
    await local.idle();
    return (await receive()).map(({ Body = "" }) => JSON.parse(Body));
  };
  assert.deepEqual(await fired(3_599_000 - 500), []);
  const [event] = await fired(2_000);
  assert.deepEqual(
    [event["detail-type"], event.source, event.resources, event.detail],
    ["Scheduled Event", "aws.events", [ruleArn], {}],
  );
  assert.equal((await fired(3 * 3_600_000)).length, 1);
  await clients.events.send(new DisableRuleCommand({ Name: name }));
  assert.equal((await fired(7_200_000)).length, 0);
  await clients.events.send(new EnableRuleCommand({ Name: name }));
  assert.equal((await fired(3_600_000)).length, 1);
});

test("rules and targets are listed, described, found by target, and deleted once they have no target", async () => {
  const { arn } = await queue();
  const { name, arn: RuleArn } = await rule(pattern, [
    { Id: "a", Arn: arn },
    { Id: "b", Arn: arn, InputPath: "$.detail" },
  ]);
  const { events } = clients;
  const described = await events.send(new DescribeRuleCommand({ Name: name }));
  assert.deepEqual(
    [described.Arn, described.State, described.EventPattern, described.EventBusName],
    [RuleArn, "ENABLED", pattern.EventPattern, "default"],
  );
  const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: name }));
  assert.deepEqual(
    Rules.map(({ Name }) => Name),
    [name],
  );
  const { Targets = [], NextToken } = await events.send(new ListTargetsByRuleCommand({ Rule: name, Limit: 1 }));
  assert.deepEqual([Targets.map(({ Id }) => Id), NextToken], [["a"], "a"]);
  const more = await events.send(new ListTargetsByRuleCommand({ Rule: name, Limit: 1, NextToken }));
  assert.deepEqual(more.Targets, [{ Id: "b", Arn: arn, InputPath: "$.detail" }]);
  const { RuleNames } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: arn }));
  assert.deepEqual(RuleNames, [name]);
  await assert.rejects(events.send(new DeleteRuleCommand({ Name: name })), {
    name: "ValidationException",
    message: "Rule can't be deleted since it has targets.",
  });
  const removed = await events.send(new RemoveTargetsCommand({ Rule: name, Ids: ["a", "b", "c"] }));
  assert.deepEqual([removed.FailedEntryCount, removed.FailedEntries?.[0]?.TargetId], [1, "c"]);
  await events.send(new DeleteRuleCommand({ Name: name }));
  await events.send(new DeleteRuleCommand({ Name: name }));
  await assert.rejects(events.send(new DescribeRuleCommand({ Name: name })), {
    name: "ResourceNotFoundException",
    message: `Rule ${name} does not exist on EventBus default.`,
  });
});

test("what EventBridge refuses is refused in its words", async () => {
  const { events } = clients;
  const put = (rule: object) => events.send(new PutRuleCommand({ Name: "refused", ...rule }));
  await assert.rejects(put({}), { message: "Parameter(s) EventPattern or ScheduleExpression must be specified." });
  await assert.rejects(put({ ScheduleExpression: "rate(1 minutes)" }), { message: "Parameter ScheduleExpression is not valid." });
  await assert.rejects(put({ ...pattern, EventBusName: "none" }), { message: "Event bus none does not exist." });
  await assert.rejects(put({ EventPattern: "{}" }), { name: "InvalidEventPatternException" });
  await put(pattern);
  const target = (more: object) =>
    events.send(new PutTargetsCommand({ Rule: "refused", Targets: [{ Id: "t", Arn: arnOf("sqs", "q"), ...more }] }));
  await assert.rejects(target({ Arn: "q" }), { message: /Provided Arn is not in correct format/ });
  await assert.rejects(target({ Arn: arnOf("states", "stateMachine:a") }), { message: /functions and queues only/ });
  await assert.rejects(target({ Input: "{" }), { message: "JSON syntax error in input for target t." });
  await assert.rejects(target({ Input: "1", InputPath: "$.a" }), { message: /^Only one of Input/ });
  await assert.rejects(target({ InputPath: "detail" }), { message: /^Invalid InputPath/ });
  for (const id of ["1", "2", "3", "4", "5"]) await target({ Id: id });
  await assert.rejects(target({ Id: "6" }), { name: "LimitExceededException" });
});

test("what waits for its target, and the rules, outlive a restart", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-rules-"));
  context.after(() => rmSync(dataDir, { recursive: true }));
  const first = await startLocal({ dataDir });
  const before = clientsOf(first);
  const { arn } = await queue(before);
  await rule({ ScheduleExpression: "rate(1 day)" }, [{ Id: "queue", Arn: arn, Input: '"scheduled"' }], before);
  await rule(pattern, [{ Id: "queue", Arn: arn, InputPath: "$.detail.n" }], before);
  first.faults.add({ service: "sqs", operation: "SendMessage", kind: "throttle", count: 1 });
  await put({ n: 7 }, before);
  await first.idle();
  for (const client of Object.values(before)) client.destroy();
  await first.stop();

  const second = await startLocal({ dataDir });
  const { events, lambda, sqs } = clientsOf(second);
  second.clock.advance(86_400_000);
  await new Promise((resolve) => setTimeout(resolve, 5)); // the clock's timer
  await second.idle();
  const QueueUrl = `${second.url}/000000000000/${arn.split(":").at(-1)}`;
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  assert.deepEqual(Messages.map(({ Body }) => Body).sort(), ['"scheduled"', "7"]);
  for (const client of [events, lambda, sqs]) client.destroy();
  await second.stop();
});
