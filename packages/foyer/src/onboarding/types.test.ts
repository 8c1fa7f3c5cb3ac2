import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../../..");
const folder = join(root, "test/types/must-not-compile");
const marker = "// @must-not-compile:";

/** Lines, as `file:line`, on which the compiler has to find an error: the ones after a marker. */
const expected = globSync("*.ts", { cwd: folder }).flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .flatMap((line, index) => (line.trim().startsWith(marker) ? [`${file}:${index + 2}`] : [])),
);

test("what would break a guarantee does not compile, and nothing else in those files fails", () => {
  const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder, "--pretty", "false"], { encoding: "utf8" });
  const found = new Set(
    [...stdout.matchAll(/^(?:.*\/)?([\w-]+\.ts)\((\d+),\d+\): error/gm)].map(([, file, line]) => `${file}:${line}`),
  );
  assert.ok(expected.length >= 20, `only ${expected.length} marks found`);
  assert.deepEqual([...found].sort(), [...expected].sort(), stdout);
});
