import assert from "node:assert/strict";
import { test } from "node:test";
import { startLocal } from "@foyer/local";
import { run } from "./run.ts";

test("boto3 takes a function from its creation to its deletion", async (context) => {
  const aws = await startLocal();
  context.after(() => aws.stop());
  const { exitCode, stderr } = await run("/usr/bin/python3", ["-B", "boto3_lambda.py", aws.url]);
  assert.equal(exitCode, 0, `\n${stderr}`);
  assert.match(stderr, /^Ran 7 tests/m);
});
