import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { run } from "../commands/dev.ts";
import { UsageError } from "../errors.ts";
import type { Terminal } from "../terminal.ts";
import { walkDemoUser } from "./demo.ts";
import { dynamoDbCall } from "./dynamodb-call.ts";
import { startDev } from "./start-dev.ts";

const packages = join(import.meta.dirname, "..", "..", "..");

describe("foyer dev --dynamodb", () => {
  let project: string;
  let file: string;
  let elsewhere: LocalAws;

  before(async () => {
    project = mkdtempSync(join(tmpdir(), "foyer-project-"));
    file = join(project, "onboarding.ts");
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(packages, "foyer"), join(project, "node_modules", "foyer"), "junction");
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
    writeFileSync(
      file,
      `import { onboarding, saveUser } from "foyer";
export default onboarding({ beforeFirstSignIn: { record: saveUser({ table: "users", key: "userId" }) } });
`,
    );
    elsewhere = await startLocal();
  });
  after(async () => {
    await elsewhere.stop();
    rmSync(project, { recursive: true, force: true });
  });

  test("makes the tables there, and the user's record and ledger entry are there", async () => {
    const dev = await startDev({ file, dynamodb: elsewhere.url });
    try {
      const { sub } = await walkDemoUser(dev.local.url, 20_000);
      const { TableNames } = (await dynamoDbCall(elsewhere.url, "ListTables", {})) as { TableNames: string[] };
      assert.ok(TableNames.includes("users"));
      assert.equal(TableNames.length, 2);
      const Key = { userId: { S: sub } };
      const { Item } = (await dynamoDbCall(elsewhere.url, "GetItem", { TableName: "users", Key })) as { Item?: object };
      assert.ok(Item);
    } finally {
      await dev.stop();
    }
  });

  test("says at once when nothing answers there, and what is no URL", async () => {
    const nobody = await startLocal();
    await nobody.stop();
    await assert.rejects(startDev({ file, dynamodb: nobody.url }), {
      message: new RegExp(`^ServiceUnavailable: Cannot forward ListTables to the DynamoDB at ${nobody.url} \\(ECONNREFUSED\\)`),
    });
    await assert.rejects(
      run(["--dynamodb", "localhost:8000"], {} as Terminal),
      (error) =>
        error instanceof UsageError && error.message.startsWith("Cannot use --dynamodb localhost:8000: it must be a URL"),
    );
  });
});
