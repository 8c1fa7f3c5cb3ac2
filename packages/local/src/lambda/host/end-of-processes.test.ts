import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { startLambda } from "../test-lambda.ts";
import { isAlive, untilGone } from "./test-processes.ts";

test("stopping ends every process, busy or idle, and what they started", { timeout: 20_000 }, async () => {
  const own = await startLambda();
  own.deploy("idle", "export const handler = async () => process.pid;");
  const { payload: idle } = await own.invoke("idle");
  own.deploy(
    "parent",
    "import { spawn } from 'node:child_process'; export const handler = async () => spawn('sleep', ['600'], { stdio: 'inherit' }).pid;",
  );
  const { payload: grandchild } = await own.invoke("parent");
  own.deploy("busy", "console.log(process.pid); export const handler = async () => { for (;;); };");
  const busy = own.functions.invoke({ functionName: "busy", payload: "{}" });
  const refused = assert.rejects(busy, { name: "ServiceException", message: "The local AWS is stopping" });
  while (own.functions.logs({ functionName: "busy" }).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const { pids } = own.functions.host;
  assert.equal(pids.length, 3);
  await own.stop();
  await refused;
  for (const pid of [idle, grandchild, ...pids]) assert.equal(isAlive(pid), false, `process ${pid} is still there`);
});

test("no process is left when the local AWS is killed, not even one that computes without a pause", {
  timeout: 20_000,
}, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-kill-"));
  const script = `
    import { startLambda } from ${JSON.stringify(new URL("../test-lambda.ts", import.meta.url).href)};
    const lambda = await startLambda(${JSON.stringify(dataDir)});
    lambda.deploy("idle", "export const handler = async () => process.pid;");
    lambda.deploy("spin", "export const handler = async () => { console.log('spins'); for (;;); };", { timeoutSeconds: 60 });
    await lambda.invoke("idle");
    void lambda.invoke("spin");
    while (lambda.functions.logs({ functionName: "spin" }).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(JSON.stringify(lambda.functions.host.pids));`;
  const child = spawn(
    process.execPath,
    [...process.execArgv.filter((arg) => arg.startsWith("--conditions")), "--input-type=module", "-e", script],
    {
      // What it leaves behind when it is killed goes with the folder.
      env: { ...process.env, TMPDIR: dataDir },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const pids = JSON.parse(line) as number[];
  assert.equal(pids.length, 2);
  assert.ok(pids.every(isAlive));
  child.kill("SIGKILL");
  await Promise.all(pids.map(untilGone));
  rmSync(dataDir, { recursive: true, force: true });
});
