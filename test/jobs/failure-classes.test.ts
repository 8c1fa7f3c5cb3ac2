import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pages } from "./failure-classes/pages.ts";

const root = join(import.meta.dirname, "..", "..");

/** The first cells of a page's table "What goes wrong". */
function documented(page: string): string[] {
  const [, section = ""] = readFileSync(join(root, "docs", "steps", `${page}.md`), "utf8").split("## What goes wrong\n");
  const lines = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.split(" | ")[0]?.slice(2) ?? "");
}

test("every failure class of every step's page is brought about here, and none that no page tells of", () => {
  const files = readdirSync(join(root, "docs", "steps")).map((name) => name.replace(/\.md$/, ""));
  assert.deepEqual(Object.keys(pages).sort(), files.filter((name) => name !== "README").sort());
  for (const [page, rows] of Object.entries(pages))
    assert.deepEqual(
      rows.map(({ what }) => what),
      documented(page),
      page,
    );
});
