import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type SourceWatch, watchSources } from "./watch-sources.ts";

describe("watched sources", () => {
  let folder: string;
  let file: string;
  let watched: SourceWatch;
  let next: () => Promise<string[]>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "foyer-sources-"));
    file = join(folder, "onboarding.ts");
    writeFileSync(file, "1");
    utimesSync(file, 1, 1);
    let tell: (changed: string[]) => void = () => {};
    watched = watchSources(folder, (changed) => tell(changed));
    next = () =>
      new Promise((resolve) => {
        tell = resolve;
      });
  });
  afterEach(() => {
    watched.stop();
    rmSync(folder, { recursive: true });
  });

  test("are told of by name, once for each change", async () => {
    watched.watch([file], Date.now());
    let told = next();
    writeFileSync(file, "2");
    assert.deepEqual(await told, ["onboarding.ts"]);
    told = next();
    writeFileSync(join(folder, "missing.ts"), "");
    assert.deepEqual(await told, [], "another file of the folder");
  });

  test("are told of when an editor replaces the file", async () => {
    watched.watch([file], Date.now());
    const told = next();
    writeFileSync(join(folder, "onboarding.ts~"), "2");
    renameSync(join(folder, "onboarding.ts~"), file);
    assert.deepEqual(await told, ["onboarding.ts"]);
  });

  test("are told of when they changed after they were read and before they were watched", async () => {
    const told = next();
    const readAt = Date.now();
    writeFileSync(file, "2");
    watched.watch([file], readAt);
    assert.deepEqual(await told, ["onboarding.ts"]);
  });

  test("are not watched once it has stopped, whoever asks for it then", async () => {
    watched.stop();
    watched.watch([file], Date.now());
    let isTold = false;
    void next().then(() => {
      isTold = true;
    });
    const other = await new Promise<SourceWatch>((resolve) => {
      const told: SourceWatch = watchSources(folder, () => resolve(told));
      told.watch([file], Date.now());
      writeFileSync(file, "2");
    });
    other.stop();
    assert.equal(isTold, false);
  });

  test("leave out packages", async () => {
    const told = next();
    watched.watch([join(folder, "node_modules", "a", "index.js"), file], Date.now());
    writeFileSync(file, "2");
    assert.deepEqual(await told, ["onboarding.ts"]);
  });
});
