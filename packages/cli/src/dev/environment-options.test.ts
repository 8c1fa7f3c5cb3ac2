import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { environmentOf } from "./environment-options.ts";

describe("the environment of functions", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "foyer-env-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("is read from files in their order and then from single values", () => {
    const [one, two] = [join(folder, "one.env"), join(folder, "two.env")];
    writeFileSync(one, 'TABLE=users\nGREETING="two words"\n# a comment\nSTAGE=one\n');
    writeFileSync(two, "STAGE=two\nPLAN=free\n");
    const { environment } = environmentOf({ env: ["PLAN=a=b", "EMPTY="], files: [one, two] });
    assert.deepEqual(environment, { TABLE: "users", GREETING: "two words", STAGE: "two", PLAN: "a=b", EMPTY: "" });
  });

  test("leaves out what a file has for other programs, and refuses it as a single value", () => {
    const file = join(folder, "mixed.env");
    writeFileSync(
      file,
      "AWS_REGION=eu-west-1\nAWS_PROFILE=me\nAWS_ENDPOINT_URL=http://localhost:1\nX=1\nAWS_LAMBDA_EXEC_WRAPPER=/opt/w\n",
    );
    const { environment, leftOut } = environmentOf({ files: [file] });
    assert.deepEqual(environment, { AWS_LAMBDA_EXEC_WRAPPER: "/opt/w" });
    assert.deepEqual(leftOut.toSorted(), ["AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "X"]);
    assert.throws(() => environmentOf({ env: ["AWS_SECRET_ACCESS_KEY=x"] }), /Lambda sets it itself/);
    assert.throws(() => environmentOf({ env: ["X=1"] }), /names of two or more letters/);
    assert.throws(() => environmentOf({ env: ["TABLE"] }), /it must read NAME=VALUE/);
    assert.throws(() => environmentOf({ files: [join(folder, "none")] }), /no readable file/);
  });
});
