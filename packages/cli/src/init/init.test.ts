import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";

describe("foyer init", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(join(tmpdir(), "foyer-init-"));
  });
  after(() => rmSync(root, { recursive: true }));

  async function init(...words: string[]): Promise<{ exitCode: number; printed: string; complained: string }> {
    const terminal = recordedTerminal();
    const exitCode = await run(["init", ...words], terminal);
    return { exitCode, printed: terminal.printed(), complained: terminal.complained() };
  }
  const read = (...names: string[]) => readFileSync(join(root, ...names), "utf8");

  test("writes a project named after its folder, and says what comes next", async () => {
    const folder = join(root, "My Users!");
    const { exitCode, printed } = await init(folder);
    assert.equal(exitCode, 0);
    const files = [".gitignore", "README.md", "mails.ts", "onboarding.test.ts", "onboarding.ts", "package.json", "tsconfig.json"];
    assert.deepEqual(readdirSync(folder).sort(), files);
    const { name, type, scripts, dependencies } = JSON.parse(read("My Users!", "package.json"));
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "package.json"), "utf8"));
    assert.deepEqual([name, type, scripts.test, dependencies], ["my-users", "module", "node --test", { foyer: `^${version}` }]);
    assert.match(read("My Users!", "README.md"), /^# my-users$/m);
    assert.ok(printed.endsWith(`Next:\n    cd '${folder}'\n    npm install\n    npm test\n    npm start`), printed);
  });

  test("with --cdk there is a stack beside it, under a name that CloudFormation takes", async () => {
    await init(join(root, "24-users"), "--cdk");
    assert.match(read("24-users", "stack.ts"), /new Stack\(new App\(\), "Users24Users"\)/);
    assert.match(read("24-users", "stack.test.ts"), /"Users24Users\.template\.json"/);
    assert.ok("@foyer/cdk" in JSON.parse(read("24-users", "package.json")).devDependencies);
    assert.equal(JSON.parse(read("24-users", "cdk.json")).app, "node stack.ts");
  });

  test("overwrites nothing in a repository that is there, and says what to add", async () => {
    mkdirSync(join(root, "app"));
    const own = {
      "package.json": '{ "scripts": { "test": "vitest" }, "devDependencies": { "typescript": "5" } }',
      "mails.ts": "mine",
      ".gitignore": "/.foyer\n",
    };
    for (const [name, text] of Object.entries(own)) writeFileSync(join(root, "app", name), text);
    const { printed } = await init(join(root, "app"), "--cdk");
    for (const [name, text] of Object.entries(own)) assert.equal(read("app", name), text);
    assert.ok(!readdirSync(join(root, "app")).includes("tsconfig.json"), "the project has its own way with TypeScript");
    assert.match(printed, /^= mails\.ts was there/m);
    assert.match(printed, /^ {4}"start": "foyer dev",\n {4}"types": "tsc"$/m);
    assert.doesNotMatch(printed, /"test":|typescript/);
    assert.match(printed, /^Add to \.gitignore:\n {4}cdk\.out\/$/m);
    assert.match(printed, /^ {4}npm install 'foyer@\^/m);
    const again = await init(join(root, "app"), "--cdk");
    assert.doesNotMatch(again.printed, /^\+/m, "a second time writes nothing");
  });

  test("says what it cannot use, and writes nothing then", async () => {
    writeFileSync(join(root, "file"), "");
    assert.match((await init(join(root, "file"))).complained, /file as it must be a folder: there is a file in its place\.$/);
    mkdirSync(join(root, "broken"));
    writeFileSync(join(root, "broken", "package.json"), "{");
    assert.match((await init(join(root, "broken"))).complained, /Cannot read .*package\.json/);
    assert.deepEqual(readdirSync(join(root, "broken")), ["package.json"]);
    assert.equal((await init(root, "--cdk", "--plain")).exitCode, 2);
  });
});
