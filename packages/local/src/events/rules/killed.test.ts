import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startLocal } from "../../start-local.ts";

const QueueName = "heard";
const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
const program = `
import { startLocal } from ${JSON.stringify(new URL("../../start-local.ts", import.meta.url))};
const local = await startLocal({ dataDir: process.argv[1] });
await local.call("sqs", "CreateQueue", { QueueName: ${JSON.stringify(QueueName)} });
await local.call("events", "PutRule", { Name: "all", EventPattern: '{"source":["acme"]}' });
await local.call("events", "PutTargets", { Rule: "all", Targets: [{ Id: "queue", Arn: ${JSON.stringify(arn)} }] });
if (process.argv[2]) local.faults.add({ service: "sqs", operation: "SendMessage", kind: "throttle" });
await local.call("events", "PutEvents", { Entries: [{ Source: "acme", DetailType: "A", Detail: "{}" }] });
process.kill(process.pid, "SIGKILL");`;

for (const waits of [false, true]) {
  test(`an acknowledged event whose delivery ${waits ? "waits for its next attempt" : "has just begun"} reaches its target once after kill -9`, {
    timeout: 20_000,
  }, async (context) => {
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-killed-rules-"));
    const args = ["--conditions=foyer-source", "--input-type=module-typescript", "--eval", program, dataDir, waits ? "1" : ""];
    const [, signal] = await once(spawn(process.execPath, args, { stdio: "inherit" }), "exit");
    assert.equal(signal, "SIGKILL");
    const local = await startLocal({ dataDir });
    context.after(async () => {
      await local.stop();
      rmSync(dataDir, { recursive: true });
    });
    local.clock.advance(60_000);
    await new Promise((resolve) => setTimeout(resolve, 5)); // the clock's timer
    await local.idle();
    const QueueUrl = `${local.url}/000000000000/${QueueName}`;
    const request = { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] };
    const { Attributes } = (await local.call("sqs", "GetQueueAttributes", request)) as { Attributes: Record<string, string> };
    assert.equal(Attributes.ApproximateNumberOfMessages, "1");
  });
}
