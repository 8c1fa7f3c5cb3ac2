import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { run } from "../../packages/cli/src/run.ts";
import { recordedTerminal } from "../../packages/cli/src/test-terminal.ts";

const root = join(import.meta.dirname, "..", "..");
const files = globSync("examples/*/onboarding.ts", { cwd: root }).sort();
assert.ok(files.length >= 5, `only ${files.length} examples found`);

for (const file of files)
  test(`foyer doctor finds nothing in ${dirname(file)} as foyer dev deploys it`, async () => {
    const dev = await startDev({ file: join(root, file) });
    try {
      const terminal = recordedTerminal();
      const words = ["doctor", join(root, file), "--endpoint", dev.local.url, "--in-flight"];
      const exitCode = await run([...words, "--json"], terminal);
      const { findings, unchecked } = JSON.parse(terminal.printed());
      // What steps read of the environment is not set here.
      const others = findings.filter(({ id }: { id: string }) => id !== "environment-missing");
      assert.deepEqual({ others, unchecked }, { others: [], unchecked: [] });
      assert.equal(exitCode, findings.length === 0 ? 0 : 1);
    } finally {
      await dev.stop();
    }
  });
