import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startPools } from "../test-pools.ts";
import { checkPassword, createTemporaryPassword, isPassword, keepPassword } from "./passwords.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(() => pools.stop());

describe("a kept password", () => {
  it("is known again, and no other is", async () => {
    const pool = pools.cognito.userPools.get((await pools.createPool()).UserPoolId);
    const kept = keepPassword(pool, "ada", "Correct-horse-7");
    assert.equal(isPassword(pool, "ada", kept, "Correct-horse-7"), true);
    assert.equal(isPassword(pool, "ada", kept, "correct-horse-7"), false);
    assert.equal(isPassword(pool, "bob", kept, "Correct-horse-7"), false);
  });

  it("has a salt that clients read as a positive integer of its full length", async () => {
    const pool = pools.cognito.userPools.get((await pools.createPool()).UserPoolId);
    for (let time = 0; time < 64; time++) {
      const [first] = keepPassword(pool, "ada", "Correct-horse-7").salt;
      assert.ok((first as number) >= 0x01 && (first as number) <= 0x7f);
    }
  });
});

describe("a temporary password", () => {
  it("meets the policy of its pool", async () => {
    const PasswordPolicy = {
      MinimumLength: 20,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
    };
    const pool = pools.cognito.userPools.get((await pools.createPool({ Policies: { PasswordPolicy } })).UserPoolId);
    for (let time = 0; time < 50; time++) checkPassword(pool, createTemporaryPassword(pool));
  });
});
