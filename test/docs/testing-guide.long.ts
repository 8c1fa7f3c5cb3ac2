import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { before, test } from "node:test";
import { type Fault, startLocal } from "@foyer/local";

const root = join(import.meta.dirname, "..", "..");
let blocks: string[];
before(() => {
  const guide = readFileSync(join(root, "docs", "testing.md"), "utf8");
  blocks = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
});

test("the tests of docs/testing.md run and pass as they are printed", { timeout: 60_000 }, async () => {
  const code = (blocks[0] ?? "").replace('"onboarding.ts"', '"examples/welcome/onboarding.ts"');
  assert.match(code, /startDev/);
  const args = ["--conditions=foyer-source", "--input-type=module-typescript", "--eval", code];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  assert.equal(exitCode, 0, output);
  assert.match(output, /pass 2/);
});

test("the faults that docs/testing.md shows can be set", async (context) => {
  const local = await startLocal();
  context.after(() => local.stop());
  const added = [...(blocks[2] ?? "").matchAll(/faults\.add\((\{.*\})\);$/gm)].map(([, fault = ""]) => fault);
  assert.equal(added.length, 4);
  for (const fault of added) local.faults.add(new Function(`return (${fault})`)() as Fault);
  assert.deepEqual(
    local.faults.list().map(({ kind }) => kind),
    ["reply-lost", "crash-function", "throttle", "hang"],
  );
});
