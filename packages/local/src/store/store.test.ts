import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Store } from "./store.ts";

function inMemory(): Store {
  const store = new Store(":memory:");
  store.define("CREATE TABLE t (n INTEGER PRIMARY KEY)");
  return store;
}
const insert = (store: Store, n: number) => store.sql("INSERT INTO t (n) VALUES (?)").run(n);
const count = (store: Store) => (store.sql("SELECT count(*) AS n FROM t").get() as { n: number }).n;

test("write undoes all of a change that throws and keeps the rest of the group", async () => {
  const store = inMemory();
  store.write(() => insert(store, 1));
  assert.throws(
    () =>
      store.write(() => {
        insert(store, 2);
        store.write(() => insert(store, 3));
        throw new Error("no");
      }),
    /no/,
  );
  await store.committed();
  assert.equal(count(store), 1);
  store.close();
});

test("changes of one turn share one commit, and committed() resolves after it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "foyer-store-"));
  const file = join(folder, "sub", "foyer.sqlite");
  const store = new Store(file);
  const other = new Store(file);
  store.define("CREATE TABLE t (n INTEGER PRIMARY KEY)");
  store.write(() => insert(store, 1));
  const first = store.committed();
  store.write(() => insert(store, 2));
  assert.equal(store.committed(), first);
  assert.equal(count(other), 0);
  await first;
  assert.equal(count(other), 2);
  store.close();
  other.close();
  rmSync(folder, { recursive: true });
});

test("close commits what is open", () => {
  const folder = mkdtempSync(join(tmpdir(), "foyer-store-"));
  const file = join(folder, "foyer.sqlite");
  const store = new Store(file);
  store.define("CREATE TABLE t (n INTEGER PRIMARY KEY)");
  store.write(() => insert(store, 1));
  store.close();
  const again = new Store(file);
  assert.equal(count(again), 1);
  again.close();
  rmSync(folder, { recursive: true });
});

test("committed() rejects when the commit fails, and none of the group stays", async () => {
  const store = inMemory();
  store.define(
    "CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
  );
  store.write(() => {
    insert(store, 1);
    store.sql("INSERT INTO child (id) VALUES (7)").run();
  });
  await assert.rejects(store.committed(), /FOREIGN KEY/);
  assert.equal(count(store), 0);
  store.write(() => insert(store, 2));
  await store.committed();
  assert.equal(count(store), 1);
  store.close();
});
