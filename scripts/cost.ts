/**
 * What a million sign-ups of examples/saas cost on AWS, from the calls that its functions make on the local AWS:
 * `node --conditions=foyer-source scripts/cost.ts [users]`. Durations are those of this machine.
 */
import { join } from "node:path";
import { styleText } from "node:util";
import { startDev } from "../packages/cli/src/dev/start-dev.ts";
import { countCalls, type Usage } from "./cost/count-calls.ts";
import { type DynamoDbValue, itemBytes } from "./cost/item-bytes.ts";
import { lookedUp, type Price, type PriceName, prices } from "./cost/prices.ts";
import { walkUsers } from "./cost/walk-users.ts";

const users = Number(process.argv[2] ?? 10);
const million = 1_000_000;
// As packages/cdk/src/sizes.ts has them, and how long the construct keeps an execution's history.
const memoryMb: Record<string, number> = { "foyer-trigger": 512, "foyer-sign-in": 512, "foyer-worker": 512 };
const retentionMonths = 3;

/** By table. */
const sizes = new Map<string, number>();
const counted = countCalls((table) => sizes.get(table) ?? 1, ["foyer-sweep"]);
const calls: Parameters<typeof counted.count>[0][] = [];
const dev = await startDev({
  file: join(import.meta.dirname, "..", "examples", "saas", "onboarding.ts"),
  onCall: (call) => calls.push(call),
});
try {
  // The first of all starts the processes, which AWS does not for each user.
  await walkUsers(dev, 1);
  const { local } = dev;
  calls.length = 0;
  const logsBefore = logBytes();
  const invocations = new Map<string, number[]>();
  const stop = local.journal.listen(({ type, data }) => {
    if (type === "invocation.ended" && data.functionName in memoryMb)
      invocations.set(data.functionName, [...(invocations.get(data.functionName) ?? []), data.durationMs]);
  });
  await walkUsers(dev, users);
  stop();
  for (const table of [local.config.ledgerTable as string, "accounts"]) sizes.set(table, await largestItem(table));
  for (const call of calls) counted.count(call);
  const { usage } = counted;
  usage.lambdaRequest = [...invocations.values()].flat().length;
  usage.lambdaGbSecond = [...invocations].reduce(
    (sum, [name, each]) => sum + (each.reduce((all, ms) => all + ms, 0) / 1000) * ((memoryMb[name] ?? 0) / 1024),
    0,
  );
  usage.durableRetained = (usage.durableWritten ?? 0) * retentionMonths;
  usage.logGb = (logBytes() - logsBefore) / 1e9;
  print(usage);
} finally {
  await dev.stop();
}

function logBytes(): number {
  const lines = Object.keys(memoryMb).flatMap((functionName) => dev.local.functions.logs({ functionName }));
  return lines.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
}

/** In bytes. Items grow with each step, so each write is charged for a little too much. */
async function largestItem(TableName: string): Promise<number> {
  const response = await fetch(dev.local.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.Scan",
      authorization:
        "AWS4-HMAC-SHA256 Credential=foyer/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({ TableName }),
  });
  const { Items = [] } = (await response.json()) as { Items?: Record<string, DynamoDbValue>[] };
  return Math.max(0, ...Items.map(itemBytes));
}

function print(usage: Usage): void {
  const rows = (Object.entries(prices) as [PriceName, Price][])
    .map(([name, price]) => ({ price, each: (usage[name] ?? 0) / users }))
    .filter(({ each }) => each > 0)
    .map((row) => ({ ...row, dollars: row.each * row.price.dollars * million }));
  const total = rows.reduce((sum, { dollars }) => sum + dollars, 0);
  console.log(
    `A million sign-ups of examples/saas, by the calls of ${users} users; prices of ${lookedUp.region}, ${lookedUp.on}.\n`,
  );
  console.log("| what | for each sign-up | price | $ a million |\n| --- | --- | --- | --- |");
  for (const { price, each, dollars } of rows.sort((one, other) => other.dollars - one.dollars))
    console.log(
      `| ${price.unit} | ${number(each)} | $${number(price.dollars)}${price.source ? "" : " (not verified)"} | ${dollars.toFixed(2)} |`,
    );
  console.log(`| all | | | ${total.toFixed(2)} |\n`);
  console.log(styleText("dim", "Calls of the functions, for each sign-up:"));
  for (const [operation, count] of [...counted.operations].sort(([, one], [, other]) => other - one))
    console.log(`  ${number(count / users).padStart(6)}  ${operation}`);
}

function number(value: number): string {
  return value >= 1 ? String(Math.round(value * 100) / 100) : value.toPrecision(3).replace(/\.?0+$|(\.\d*?)0+$/, "$1");
}
