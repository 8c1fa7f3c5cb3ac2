import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import { Store } from "../store/store.ts";
import { LogEvents } from "./log-events.ts";
import { pageByName } from "./pages.ts";

let folder: string;
let local: LocalAws;
let client: CloudWatchLogsClient;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "foyer-logs-"));
  local = await startLocal();
  client = clientOf(local);
});
after(async () => {
  client.destroy();
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

function clientOf({ url }: LocalAws): CloudWatchLogsClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new CloudWatchLogsClient({ region: "us-east-1", endpoint: url, credentials, maxAttempts: 1 });
}

/** A function that logs each of the words that it is invoked with. */
function deploy(to: LocalAws, functionName: string): (...words: string[]) => Promise<unknown> {
  writeFileSync(join(folder, "index.mjs"), "export const handler = ({ words }) => words.forEach((word) => console.log(word));");
  to.functions.deploy({ functionName, codeDir: folder, handler: "index.handler", timeoutSeconds: 10 });
  return (...words) => to.functions.invoke({ functionName, payload: JSON.stringify({ words }) });
}

async function messages(input: FilterLogEventsCommandInput): Promise<string[]> {
  const found: string[] = [];
  for await (const { events } of paginateFilterLogEvents({ client }, input)) {
    for (const { message } of events ?? []) found.push(message as string);
  }
  return found;
}

test("what a function logs is read as from CloudWatch: group, stream, lines, and what came later by the time", async () => {
  const say = deploy(local, "says");
  await say("one");
  local.clock.advance(60_000);
  await say("two", "three");
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/lambda/sa" }));
  assert.deepEqual(
    logGroups?.map(({ logGroupName, arn }) => [logGroupName, arn]),
    [["/aws/lambda/says", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/says:*"]],
  );
  const logGroupName = "/aws/lambda/says";
  const { logStreams } = await client.send(
    new DescribeLogStreamsCommand({ logGroupName, orderBy: "LastEventTime", descending: true }),
  );
  const [stream] = logStreams ?? [];
  assert.match(stream?.logStreamName ?? "", /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]/);
  const { events } = await client.send(
    new GetLogEventsCommand({ logGroupName, logStreamName: stream?.logStreamName, startFromHead: true }),
  );
  const kinds = events?.map(({ message }) => /^(?:START|END|REPORT)|\w+(?=\n$)/.exec(message as string)?.[0]);
  assert.deepEqual(kinds, ["START", "one", "END", "REPORT", "START", "two", "three", "END", "REPORT"]);
  const later = await messages({ logGroupName, startTime: local.clock.now() - 1_000, filterPattern: "INFO" });
  assert.equal(later.length, 2);
});

test("both tokens of GetLogEvents walk through a stream and come back unchanged at its end", async () => {
  const say = deploy(local, "walks");
  await say("a", "b", "c");
  const logGroupName = "/aws/lambda/walks";
  const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName }));
  const read = (nextToken?: string, limit = 2) =>
    client.send(
      new GetLogEventsCommand({
        logGroupName,
        logStreamName: logStreams?.[0]?.logStreamName,
        startFromHead: true,
        limit,
        nextToken,
      }),
    );
  const first = await read();
  const second = await read(first.nextForwardToken);
  assert.match(second.events?.[0]?.message ?? "", /\tb\n$/);
  const back = await read(second.nextBackwardToken);
  assert.deepEqual(back.events, first.events);
  const end = await read(second.nextForwardToken, 10);
  const beyond = await read(end.nextForwardToken);
  assert.deepEqual([beyond.events, beyond.nextForwardToken], [[], end.nextForwardToken]);
});

test("a filter pattern takes words, phrases, exclusions, alternatives and one condition on JSON", async () => {
  const say = deploy(local, "filtered");
  await say("red apple", "green apple", "red pear", '{"level":"error","user":{"age":7}}', '{"level":"info","user":{"age":30}}');
  const found = async (filterPattern: string) =>
    (await messages({ logGroupName: "/aws/lambda/filtered", filterPattern })).map((line) => line.split("\t").at(-1)?.trim());
  assert.deepEqual(await found("red apple"), ["red apple"]);
  assert.deepEqual(await found('"green apple"'), ["green apple"]);
  assert.deepEqual(await found("apple -red"), ["green apple"]);
  assert.deepEqual(await found("?pear ?green"), ["green apple", "red pear"]);
  assert.deepEqual(await found('{ $.level = "err*" }'), ['{"level":"error","user":{"age":7}}']);
  assert.deepEqual(await found("{ $.user.age > 18 }"), ['{"level":"info","user":{"age":30}}']);
  await assert.rejects(found("[a, b]"), { name: "InvalidParameterException" });
});

test("the pages of the log groups follow each other, also where the last one of a page is gone meanwhile", async () => {
  for (const name of ["page-a", "page-b", "page-c"]) await deploy(local, name)("x");
  const prefix = { logGroupNamePrefix: "/aws/lambda/page-", limit: 1 };
  const names: (string | undefined)[] = [];
  for await (const { logGroups } of paginateDescribeLogGroups({ client }, prefix)) names.push(logGroups?.[0]?.logGroupName);
  assert.deepEqual(names, ["/aws/lambda/page-a", "/aws/lambda/page-b", "/aws/lambda/page-c"]);
  const sorted = ["a", "b", "c"].map((name) => ({ name }));
  const { next } = pageByName(sorted, 2);
  const rest = sorted.filter(({ name }) => name !== "b");
  assert.deepEqual(pageByName(rest, 2, next), { items: [{ name: "c" }], next: undefined });
});

test("a log group that nobody wrote to does not exist", async () => {
  const unknown = new FilterLogEventsCommand({ logGroupName: "/aws/lambda/unknown" });
  await assert.rejects(client.send(unknown), {
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
});

test("logs are kept over a restart", async () => {
  const dataDir = join(folder, "kept");
  const first = await startLocal({ dataDir });
  await deploy(first, "kept")("before");
  await first.stop();
  const second = await startLocal({ dataDir });
  assert.ok(second.functions.logs({ functionName: "kept" }).some(({ text }) => text.endsWith("before")));
  await second.stop();
});

test("of each function the last 10,000 lines are kept", () => {
  const store = new Store(":memory:");
  const logs = new LogEvents(store);
  for (let at = 0; at < 12_500; at++) logs.add({ at, functionName: "many", logStreamName: "s", text: `line ${at}` });
  logs.add({ at: 0, functionName: "few", logStreamName: "s", text: "only" });
  const kept = logs.of({ functionName: "many" });
  assert.equal(kept.length, 10_000);
  assert.equal(kept.at(-1)?.text, "line 12499");
  assert.deepEqual(
    logs.of({ functionName: "few" }).map(({ text }) => text),
    ["only"],
  );
  store.close();
});
