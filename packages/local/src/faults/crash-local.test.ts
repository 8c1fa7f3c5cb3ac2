import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { CreateEventBusCommand, DescribeEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { Fault } from "./fault.ts";

const program = `
import { startLocal } from ${JSON.stringify(new URL("../start-local.ts", import.meta.url))};
const local = await startLocal({ dataDir: process.argv[1] });
console.log(local.url);`;

/** A local AWS in a process of its own. */
async function startProcess(context: TestContext, dataDir: string) {
  const args = ["--conditions=foyer-source", "--input-type=module-typescript", "--eval", program, dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit") as Promise<[code: number | null, signal: string | null]>;
  context.after(() => child.kill("SIGKILL"));
  const [url] = (await once(createInterface(child.stdout), "line")) as [string];
  const foyer = async (path: string, method: string, body?: object) => {
    const answer = await fetch(`${url}/_foyer/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    assert.equal(answer.status, 200);
    return answer.json() as Promise<{ aheadMs: number; faults: Fault[] }>;
  };
  const client = new EventBridgeClient({
    region: "us-east-1",
    endpoint: url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  context.after(() => client.destroy());
  return { ended, foyer, client };
}

test("the local AWS crashes before or after the work of one call; what was acknowledged and the moved clock are there again", {
  timeout: 20_000,
}, async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-crash-local-"));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const bus = (Name: string) => new CreateEventBusCommand({ Name });
  const has = (client: EventBridgeClient, Name: string) =>
    client.send(new DescribeEventBusCommand({ Name })).then(
      () => true,
      (error: Error) => (error.name === "ResourceNotFoundException" ? false : Promise.reject(error)),
    );

  const first = await startProcess(context, dataDir);
  await first.foyer("clock", "POST", { advance: "3 days" });
  await first.foyer("faults", "PUT", { service: "events", operation: "CreateEventBus", kind: "crash-local", after: 1 });
  await first.client.send(bus("acknowledged"));
  await assert.rejects(first.client.send(bus("before")), /socket hang up|ECONNRESET/);
  assert.deepEqual(await first.ended, [null, "SIGKILL"]);

  const second = await startProcess(context, dataDir);
  const { aheadMs } = await second.foyer("clock", "GET");
  assert.equal(aheadMs, 3 * 86_400_000);
  assert.deepEqual((await second.foyer("faults", "GET")).faults, []);
  assert.deepEqual([await has(second.client, "acknowledged"), await has(second.client, "before")], [true, false]);
  await second.foyer("faults", "PUT", { service: "events", operation: "CreateEventBus", kind: "crash-local", when: "after" });
  await assert.rejects(second.client.send(bus("after")), /socket hang up|ECONNRESET/);
  assert.deepEqual(await second.ended, [null, "SIGKILL"]);

  const third = await startProcess(context, dataDir);
  assert.equal(await has(third.client, "after"), true);
});
