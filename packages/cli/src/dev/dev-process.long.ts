import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, test } from "node:test";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const main = join(root, "packages", "cli", "src", "main.ts");
const welcome = join(root, "examples", "welcome", "onboarding.ts");

function foyer(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ["--conditions=foyer-source", main, ...args], { stdio: "pipe" });
}

async function outputUntil(child: ChildProcessWithoutNullStreams, end: RegExp): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    output += chunk;
    if (end.test(output)) break;
  }
  return output;
}

/** The pids that `ps` selects; a zombie has ended and only waits to be asked how. */
function running(...selection: string[]): number[] {
  const { stdout } = spawnSync("ps", ["-o", "pid=,state=", ...selection], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => (/^\s*(\d+)\s+[^Z\s]/.exec(line) ? [Number.parseInt(line, 10)] : []));
}

describe("foyer dev, as a process", () => {
  test("--once walks the demo user through the welcome example, says ready on a line of its own and exits with 0", async () => {
    const child = foyer("dev", welcome, "--once", "--data", ":memory:", "--port", "0");
    let [output, complained] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (chunk) => (output += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk) => (complained += chunk));
    const [code] = await once(child, "close");
    assert.equal(complained, "");
    assert.equal(code, 0);
    assert.match(output, /^ready http:\/\/127\.0\.0\.1:\d+$/m);
    assert.match(output, /user pool +us-east-1_\w{9}$/m);
    assert.match(output, /AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/);
    assert.match(output, /demo-\d+@example\.com/);
    assert.match(output, /groups in the ID token: Staff, Users|groups in the ID token: Users, Staff/);
    assert.match(output, /◷ wait .* 3 days/);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`${signal} ends it with 0 and leaves no child`, async () => {
      const child = foyer("dev", welcome, "--data", ":memory:", "--port", "0");
      await outputUntil(child, /Ctrl-C ends/);
      const children = running("--ppid", String(child.pid));
      assert.ok(children.length > 0, "functions run in processes of their own");
      child.kill(signal);
      child.stdout.resume();
      // "close" and not "exit": a child that is left would hold its standard error open.
      assert.deepEqual(await once(child, "close"), [0, null]);
      assert.deepEqual(running("-p", children.join(",")), []);
    });
  }

  test("keeps no process of esbuild while it waits for changes, so none can outlive a kill -9", async () => {
    const child = foyer("dev", welcome, "--no-demo", "--data", ":memory:", "--port", "0");
    await outputUntil(child, /Ctrl-C ends/);
    assert.deepEqual(running("--ppid", String(child.pid)), []);
    child.kill("SIGKILL");
    child.stdout.resume();
    assert.deepEqual(await once(child, "close"), [null, "SIGKILL"]);
  });
});
