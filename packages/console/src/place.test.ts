import assert from "node:assert/strict";
import { it } from "node:test";
import { hrefOf, placeOf } from "./place.ts";

it("an address that was made is read as what it was made of", () => {
  const sub = "a/b?c=d&e f%#ü";
  const { page, path, query } = placeOf(hrefOf("users", [sub, "logs"], { q: "x&y=1", tab: undefined, none: "" }));
  assert.deepEqual([page, path, [...query]], ["users", [sub, "logs"], [["q", "x&y=1"]]]);
});

it("an address that nobody made leads somewhere, too", () => {
  for (const hash of ["", "#", "#/", "#//"]) assert.deepEqual([placeOf(hash).page, placeOf(hash).path], ["", []]);
  assert.deepEqual(placeOf("#/users/%E0%A4%A").path, ["%E0%A4%A"]);
});
