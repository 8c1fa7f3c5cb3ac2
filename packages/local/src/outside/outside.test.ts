import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "../start-local.ts";

let local: LocalAws;
before(async () => {
  local = await startLocal();
});
after(() => local.stop());

const post = (address: string, body: string) =>
  fetch(`${local.url}/_foyer/outside/${encodeURIComponent(address)}`, { method: "POST", headers: { "x-own": "1" }, body });

test("a request to a server of others is recorded and answered in its place, and forgotten by a reset", async () => {
  const address = "https://hooks.example.com/a/b?c=d";
  const answer = await post(address, "{}");
  assert.deepEqual([answer.status, await answer.json()], [200, {}]);
  await post("https://other.example.com/", "text");
  const [request] = local.outside.list({ url: address });
  const { at, headers, ...rest } = request ?? { at: 0, headers: {} as Record<string, string> };
  assert.deepEqual(rest, { url: address, method: "POST", body: "{}" });
  assert.equal(headers["x-own"], "1");
  const shown = (await (await fetch(`${local.url}/_foyer/outside`)).json()) as { url: string; at: number }[];
  assert.deepEqual(
    shown.map(({ url }) => url),
    ["https://other.example.com/", address],
  );
  assert.equal(shown[1]?.at, at);
  await local.reset();
  assert.deepEqual(local.outside.list(), []);
});

test("what is no address, or too long, is refused", async () => {
  assert.equal((await post("hooks", "{}")).status, 400);
  assert.equal((await post("https://hooks.example.com/", "a".repeat(65_537))).status, 413);
  assert.deepEqual(local.outside.list(), []);
});
