import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { lockData } from "./data-lock.ts";

describe("the lock on a data folder", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "foyer-lock-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  test("makes the folder and those above it, and keeps it to one at a time", () => {
    const dataDir = join(folder, "a", "b", "c");
    const unlock = lockData(dataDir);
    assert.ok(existsSync(dataDir));
    assert.throws(() => lockData(dataDir), /Cannot start as another `foyer dev` uses the data in '.*c'/);
    unlock();
    lockData(dataDir)();
  });

  test("says why it cannot be had", { skip: !existsSync("/proc/self") && "there is no /proc here" }, () => {
    assert.throws(() => lockData("/proc/foyer/data"), {
      message: "Cannot keep data in '/proc/foyer/data': no folder can be made in /proc (ENOENT).",
    });
    const file = join(folder, "file");
    writeFileSync(file, "");
    assert.throws(() => lockData(file), { message: `Cannot keep data in '${file}': ${file} is a file.` });
  });
});
