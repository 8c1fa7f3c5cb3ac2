import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "guarantees.md"), "utf8");

/** The titles of a file's tests, `…` for what a test fills in. */
function titlesOf(path: string): string[] {
  const source = readFileSync(join(root, path), "utf8");
  const titles = source.matchAll(/\b(?:test|it)\(\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g);
  return [...titles].map(([, plain, filled]) => plain ?? (filled as string).replace(/\$\{[^}]*\}/g, "…"));
}

test("each sentence of the guarantee names tests that exist", () => {
  const sections = page.split(/^## /m).slice(1);
  assert.equal(sections.length, 7);
  for (const section of sections) {
    const named = [...section.matchAll(/^- `([^`]+)`: (.+)$/gm)] as unknown as [string, string, string][];
    assert.ok(named.length > 0, `no test is named for: ${section.split("\n")[0]}`);
    for (const [, path, title] of named) assert.ok(titlesOf(path).includes(title), `${path} has no test '${title}'`);
  }
});
