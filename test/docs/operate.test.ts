import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { executionName } from "foyer/operate";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs", "operate.md"), "utf8");
const sectionOf = (title: string) => page.split(/^## /m).find((section) => section.startsWith(title)) ?? "";

test("the page names each finding that foyer doctor can have, and no other", () => {
  const sources = globSync("packages/cli/src/doctor/checks/*.ts", { cwd: root }).map((file) =>
    readFileSync(join(root, file), "utf8"),
  );
  const ids = sources.flatMap((source) => [...source.matchAll(/"((?:[a-z]+-)+[a-z]+)"/g)].map(([, id]) => id)).filter(isFinding);
  const rows = sectionOf("Is the deployment").match(/^\| `.*$/gm) ?? [];
  const named = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([a-z-]+)`/g)].map(([, id]) => id));
  assert.deepEqual([...new Set(named)].sort(), [...new Set(ids)].sort());
});

/** What of the quoted words with a hyphen is no role of a function and no principal. */
function isFinding(id: string | undefined): boolean {
  return id !== undefined && !["sign-in", "mail-events", "link-identity"].includes(id);
}

test("the page says of each alarm of the construct what to do", () => {
  const source = readFileSync(join(root, "packages", "cdk", "src", "alarms.ts"), "utf8");
  const alarms = [...source.matchAll(/\balarm\(\s*"(\w+)"/g)].map(([, name]) => name);
  const named = [...sectionOf("Alarms").matchAll(/^\| ([A-Z]\w+) \|/gm)].map(([, name]) => name);
  assert.ok(alarms.length >= 6);
  assert.deepEqual(named.sort(), alarms.sort());
});

test("the page names the execution of a user as Foyer does", () => {
  const [userPoolId, sub] = ["eu-west-1_AbCdEfGhI", "5f1c6a34-0d3f-4b57-9a61-6f1f6d1b7c11"];
  const [, code = ""] = /NAME=\$\(node -p "(.*)"\)$/m.exec(page) ?? [];
  const script = code.replace("$POOL", userPoolId).replace("$SUB", sub);
  const name = execFileSync(process.execPath, ["-p", script], { encoding: "utf8" }).trim();
  assert.equal(`onboarding-${name}`, executionName(userPoolId, sub));
});
