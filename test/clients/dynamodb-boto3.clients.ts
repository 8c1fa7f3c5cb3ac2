import assert from "node:assert/strict";
import { test } from "node:test";
import { startLocal } from "@foyer/local";
import { run } from "./run.ts";

test("boto3's tables and items, by its resource API", async (context) => {
  const aws = await startLocal();
  context.after(() => aws.stop());
  const { exitCode, stderr } = await run("/usr/bin/python3", ["-B", "boto3_dynamodb.py", aws.url]);
  assert.equal(exitCode, 0, `\n${stderr}`);
  assert.match(stderr, /^Ran 4 tests/m);
});
