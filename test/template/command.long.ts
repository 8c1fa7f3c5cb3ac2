import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

const root = join(import.meta.dirname, "..", "..");

describe("foyer dev --template, with the stack of the welcome example", () => {
  let folder: string;
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ["--conditions=foyer-source", ...words], {
      encoding: "utf8",
      cwd: folder,
      env: { PATH: process.env.PATH, CDK_OUTDIR: join(folder, "cdk.out") },
    });
  const dev = (...words: string[]) =>
    run(join(root, "packages/cli/src/main.ts"), "dev", "--template", "cdk.out/Welcome.template.json", "--port", "0", ...words);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "foyer-project-"));
    const { status, stderr } = run(join(root, "examples/welcome/stack.ts"));
    assert.equal(status, 0, stderr);
  });
  after(() => rmSync(folder, { recursive: true }));

  test("walks a user through what would be deployed, and says what is skipped, once each; again with the same data", () => {
    const pools = [0, 1].map(() => {
      const { status, stdout, stderr } = dev("--once", "--data", "data");
      assert.equal(status, 0, stderr);
      for (const step of ["record", "groups", "welcome", "joined"]) assert.match(stdout, new RegExp(`✓ ${step} `));
      assert.match(stdout, /stack +Welcome\n/);
      assert.match(stderr, /Skipped AWS::CloudWatch::Dashboard: OnboardingDashboard\w+\n/);
      const skipped = [...stderr.matchAll(/Skipped (\S+):/g)].map(([, type]) => type);
      assert.deepEqual(new Set(skipped).size, skipped.length);
      return /user pool +(\S+)/.exec(stdout)?.[1];
    });
    assert.equal(pools[1], pools[0]);
  });

  test("takes no file beside it, and says what to do where there is no template", () => {
    const beside = dev("onboarding.ts");
    assert.deepEqual([beside.status, beside.stderr.split(":")[0]], [2, "--template goes without a file and without --trigger"]);
    const gone = run(join(root, "packages/cli/src/main.ts"), "dev", "--template", "gone.json");
    assert.equal(gone.status, 1);
    assert.match(gone.stderr, /^Cannot start as there is no template 'gone.json'\. `npx aws-cdk synth` writes it/);
  });
});
