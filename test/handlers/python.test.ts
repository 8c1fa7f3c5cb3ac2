import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import type { FunctionDefinition } from "@foyer/local";
import { startStage } from "./stage.ts";

const skip = spawnSync("python3", ["-c", "pass"]).status === 0 ? false : "there is no python3 on this machine";

describe("triggers in Python", { skip }, async () => {
  const stage = await startStage();
  const handler = (name: string, more: Partial<FunctionDefinition> = {}) =>
    stage.handler(name, { runtime: "python3.13", ...more });

  test("pre sign-up confirms and verifies at once", async () => {
    const pool = await stage.pool({ PreSignUp: handler("python/lambda_function.lambda_handler") });
    const { username, confirmed } = await pool.signUp();
    assert.equal(confirmed, true);
    assert.equal((await stage.signIn(pool, username)).id.email_verified, true);
  });

  test("an exception refuses the sign-up with its text, until what it asks for is given", async () => {
    const pool = await stage.pool({ PreSignUp: handler("python/refuse.lambda_handler") });
    await assert.rejects(pool.signUp(), {
      name: "UserLambdaValidationException",
      message: "PreSignUp failed with error Only by invitation.",
    });
    await pool.signUp({ ClientMetadata: { invitation: "4711" } });
  });

  test("pre token generation adds a claim, and its logger's line is in the log of the function", async () => {
    const PreTokenGeneration = handler("python/tokens.add_claims", { environment: { TENANT: "acme" } });
    const pool = await stage.pool({ PreTokenGeneration });
    const { username } = await pool.confirmed();
    assert.equal((await stage.signIn(pool, username)).id.tenant, "acme");
    const [, functionName = ""] = /function:(.+)$/.exec(PreTokenGeneration) ?? [];
    const lines = stage.aws.functions.logs({ functionName }).map(({ text }) => text);
    assert.ok(
      lines.some((line) => /^\[INFO\]\t\S+Z\t[0-9a-f-]{36}\tTokens for .+ in tokens-add_claims-/.test(line)),
      lines.join("\n"),
    );
  });
});
