import assert from "node:assert/strict";
import { test } from "node:test";
import { startLocal } from "@foyer/local";
import { run } from "./run.ts";

test("boto3 takes a user from the sign-up to the deletion", async (context) => {
  const aws = await startLocal();
  context.after(() => aws.stop());
  const { exitCode, stderr } = await run("/usr/bin/python3", ["-B", "boto3_journey.py", aws.url]);
  assert.equal(exitCode, 0, `\n${stderr}`);
  assert.match(stderr, /^Ran 8 tests/m);
});
