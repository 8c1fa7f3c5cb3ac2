import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

test("the stack of the welcome example is synthesized by one command, in a process of its own", () => {
  const outdir = mkdtempSync(join(tmpdir(), "foyer-cdk-"));
  try {
    const file = join(import.meta.dirname, "../../examples/welcome/stack.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=foyer-source", file], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, CDK_OUTDIR: outdir },
    });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "", "standard output is not written to");
    const { Resources } = JSON.parse(readFileSync(join(outdir, "Welcome.template.json"), "utf8"));
    const types = new Set(Object.values(Resources).map((each) => (each as { Type: string }).Type));
    for (const type of ["AWS::Cognito::UserPool", "AWS::Cognito::UserPoolGroup", "AWS::SES::EmailIdentity", "AWS::Lambda::Alias"])
      assert.ok(types.has(type), type);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});
