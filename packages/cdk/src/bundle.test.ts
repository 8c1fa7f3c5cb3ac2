import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { bundleFunction } from "./bundle.ts";
import { fileOf } from "./test-variants.ts";

test("each function has a bundle that can be loaded alone; only the worker's holds the durable SDK, and only chunks hold AWS's clients", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "foyer-bundle-"));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const role of ["trigger", "sign-in", "sweep", "mail-events", "link-identity", "worker"] as const) {
    const outDir = join(folder, role);
    bundleFunction(role, fileOf("welcome"), outDir);
    const code = globSync("*.mjs", { cwd: outDir }).map((file) => readFileSync(join(outDir, file), "utf8"));
    assert.equal(
      code.some((text) => text.includes("withDurableExecution")),
      role === "worker",
      role,
    );
    const entry = join(outDir, "index.mjs");
    if (role !== "worker") assert.ok(statSync(entry).size < 60_000, `the entry of ${role} has ${statSync(entry).size} bytes`);
    assert.equal(typeof (await import(pathToFileURL(entry).href)).handler, "function", role);
  }
});
