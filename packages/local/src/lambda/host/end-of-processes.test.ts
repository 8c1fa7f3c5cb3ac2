import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { startLambda } from "../test-lambda.ts";
import { isAlive, untilGone } from "./test-processes.ts";

const hasPython = spawnSync("python3", ["-c", "pass"]).status === 0;

test("stopping ends every process, busy or idle, and what they started", { timeout: 20_000 }, async () => {
  await using own = await startLambda();
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

test("stopping ends a Python function that computes, one that sleeps, and what they started", {
  timeout: 20_000,
  skip: hasPython ? false : "there is no python3 on this machine",
}, async () => {
  await using own = await startLambda();
  const code = `import os, subprocess, time
def started(event, context):
    return subprocess.Popen(["sleep", "600"]).pid
def spins(event, context):
    print(os.getpid())
    while True:
        pass
def sleeps(event, context):
    print(os.getpid())
    time.sleep(600)
`;
  const deploy = (name: string) =>
    own.deploy(name, { "index.py": code }, { runtime: "python3.13", handler: `index.${name}`, timeoutSeconds: 60 });
  deploy("started");
  const { payload: grandchild } = await own.invoke("started");
  const busy = ["spins", "sleeps"].map((functionName) => {
    deploy(functionName);
    return assert.rejects(own.functions.invoke({ functionName, payload: "{}" }), { name: "ServiceException" });
  });
  for (const functionName of ["spins", "sleeps"])
    while (own.functions.logs({ functionName }).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const { pids } = own.functions.host;
  assert.equal(pids.length, 3);
  await own.stop();
  await Promise.all(busy);
  for (const pid of [grandchild, ...pids]) assert.equal(isAlive(pid), false, `process ${pid} is still there`);
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
    lambda.deploy("flood", "export const handler = async () => { for (;;) await new Promise((resolve) => process.stdout.write('a line\\\\n', resolve)); };", { timeoutSeconds: 60 });
    lambda.deploy("parent", "import { spawn } from 'node:child_process'; export const handler = async () => spawn('sleep', ['600'], { stdio: 'inherit' }).pid;");
    const busy = ["spin", "flood"];
    if (${hasPython}) {
      const code = "import subprocess\\ndef started(event, context):\\n    return subprocess.Popen(['sleep', '600']).pid\\n" +
        "def spins(event, context):\\n    print('spins')\\n    while True:\\n        pass\\n";
      for (const name of ["started", "spins"])
        lambda.deploy(name, { "index.py": code }, { runtime: "python3.13", handler: "index." + name, timeoutSeconds: 60 });
      busy.push("spins");
    }
    await lambda.invoke("idle");
    const children = [(await lambda.invoke("parent")).payload, ...(${hasPython} ? [(await lambda.invoke("started")).payload] : [])];
    for (const functionName of busy) {
      void lambda.invoke(functionName);
      while (lambda.functions.logs({ functionName }).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    console.log(JSON.stringify([...lambda.functions.host.pids, ...children]));`;
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
  assert.equal(pids.length, hasPython ? 8 : 5);
  assert.ok(pids.every(isAlive));
  child.kill("SIGKILL");
  await Promise.all(pids.map(untilGone));
  rmSync(dataDir, { recursive: true, force: true });
});
