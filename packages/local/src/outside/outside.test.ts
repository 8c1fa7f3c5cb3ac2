import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";

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
  const given = { status: 200, headers: { "content-type": "application/json" }, body: "{}" };
  assert.deepEqual(rest, { url: address, method: "POST", body: "{}", answer: given });
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
  assert.equal((await post("https://hooks.example.com/", "a".repeat(1_048_577))).status, 413);
  assert.deepEqual(local.outside.list(), []);
});

const send = (address: string, init: RequestInit = {}) =>
  fetch(`${local.url}/_foyer/outside/${encodeURIComponent(address)}`, { signal: AbortSignal.timeout(5_000), ...init });
const people = "https://crm.example.com/people/ann?fields=all";

test("a stand-in answers the requests that it is for, with any method, and what it answered is shown", async () => {
  await local.reset();
  const id = local.outside.answer({
    method: "GET",
    url: "https://crm.example.com/*?fields=*",
    status: 203,
    headers: { "X-Own": "a" },
    body: { tier: "pro" },
  });
  const answer = await send(people);
  assert.deepEqual([answer.status, answer.headers.get("x-own"), await answer.json()], [203, "a", { tier: "pro" }]);
  assert.deepEqual(await (await send(people, { method: "PATCH", body: "{}" })).json(), {});
  assert.deepEqual(await (await send("https://crm.example.com/people")).json(), {});
  assert.deepEqual(
    local.outside.list().map(({ method, answer }) => [method, answer?.status, answer?.standIn]),
    [
      ["GET", 200, undefined],
      ["PATCH", 200, undefined],
      ["GET", 203, id],
    ],
  );
  assert.deepEqual(local.outside.list({ url: people }).at(-1)?.answer?.body, '{"tier":"pro"}');
});

test("stand-ins are asked in the order in which they were added, and one that is spent leaves the next to answer", async () => {
  await local.reset();
  local.outside.answer({ url: "*", status: 503, headers: { "retry-after": "7" }, count: 1 });
  local.outside.answer({ url: "*", status: 404 });
  const first = await send(people);
  assert.deepEqual([first.status, first.headers.get("retry-after"), await first.text()], [503, "7", ""]);
  assert.deepEqual([(await send(people)).status, (await send(people)).status], [404, 404]);
  const counts = local.outside.standIns().map(({ seen, answered }) => [seen, answered]);
  assert.deepEqual(counts, [
    [1, 1],
    [2, 2],
  ]);
});

test("a stand-in may be slow, lose its reply or hang; the request is recorded", async () => {
  await local.reset();
  const id = local.outside.answer({ url: "*", latencyMs: 200 });
  const startedAt = performance.now();
  assert.equal((await send(people)).status, 200);
  assert.ok(performance.now() - startedAt >= 199);
  local.outside.answer({ id, url: "*", fault: "reply-lost" });
  await assert.rejects(send(people), { message: "fetch failed" });
  local.outside.answer({ id, url: "*", fault: "hang" });
  await assert.rejects(send(people, { signal: AbortSignal.timeout(300) }), { name: "TimeoutError" });
  assert.deepEqual(
    local.outside.list().map(({ answer }) => answer?.fault),
    ["hang", "reply-lost", undefined],
  );
});

test("a stand-in with a probability strikes its share of the requests, and the same ones each time", async () => {
  const struck = async () => {
    await local.reset();
    local.outside.answer({ id: "half", url: "*", status: 500, probability: 0.5 });
    const statuses = [];
    for (let n = 0; n < 40; n++) statuses.push((await send(people)).status);
    return statuses;
  };
  const statuses = await struck();
  const share = statuses.filter((status) => status === 500).length;
  assert.ok(share > 8 && share < 32, `${share}`);
  assert.deepEqual(await struck(), statuses);
});

test("who asks for a stand-in only is told that there is none, and nothing is recorded", async () => {
  await local.reset();
  const only = { headers: { "foyer-outside": "stand-in" } };
  assert.equal((await send(people, only)).status, 421);
  assert.equal((await send(people, { ...only, method: "POST", body: "a".repeat(2_000_000) })).status, 421);
  assert.deepEqual(local.outside.list(), []);
  local.outside.answer({ url: people, body: 1 });
  assert.equal(await (await send(people, only)).text(), "1");
  assert.equal(local.outside.list()[0]?.headers["foyer-outside"], undefined);
});

test("stand-ins are set, shown and removed over HTTP, stay over a restart, and are forgotten by a reset", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "foyer-outside-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const kept = await startLocal({ dataDir: folder });
  const ask = async (from: LocalAws, path = "", init: RequestInit = {}) => {
    const answer = await fetch(`${from.url}/_foyer/outside${path}`, init);
    return { status: answer.status, body: (await answer.json()) as { added: string[]; standIns: object[] } };
  };
  const put = (body: unknown, path = "") => ask(kept, path, { method: "PUT", body: JSON.stringify(body) });
  assert.deepEqual((await put([{ url: "https://a.example.com/" }, { url: "https://b.example.com/" }])).body.added, [
    "stand-in-1",
    "stand-in-2",
  ]);
  assert.deepEqual((await put({ url: "*", status: 204 }, "/all")).body.added, ["all"]);
  await ask(kept, "/stand-in-1", { method: "DELETE" });
  assert.equal((await ask(kept, "/stand-in-1", { method: "DELETE" })).status, 404);
  const set = [
    { url: "https://b.example.com/", id: "stand-in-2", seen: 0, answered: 0 },
    { url: "*", status: 204, id: "all", seen: 0, answered: 0 },
  ];
  assert.deepEqual((await ask(kept, "/stand-ins")).body, { standIns: set });
  await kept.stop();
  const again = await startLocal({ dataDir: folder });
  assert.deepEqual(again.outside.standIns(), set);
  await again.reset();
  assert.deepEqual(again.outside.standIns(), []);
  await again.stop();
});

test("what cannot stand in is refused, with the rule and the value", async () => {
  const refused: [object, RegExp][] = [
    [{}, /needs 'url'/],
    [{ url: "crm" }, /'url' must be an address.*"crm"/],
    [{ url: "*", status: 100 }, /'status' must be an HTTP status from 200 to 599: current value is 100/],
    [{ url: "*", status: 204, body: {} }, /must admit a body/],
    [{ url: "*", headers: { "content-length": "1" } }, /'headers' must be/],
    [{ url: "*", headers: { "a b": "1" } }, /'headers' must be/],
    [{ url: "*", headers: { a: "1\n2" } }, /'headers' must be/],
    [{ url: "*", times: 1 }, /has no 'times': it takes id, method,/],
    [{ url: "*", probability: 2 }, /'probability' must be a number from 0 to 1/],
    [{ url: "*", fault: "crash" }, /'fault' must be 'reply-lost' or 'hang'/],
  ];
  for (const [wanted, message] of refused) {
    const answer = await fetch(`${local.url}/_foyer/outside`, { method: "PUT", body: JSON.stringify(wanted) });
    assert.equal(answer.status, 400);
    assert.match(((await answer.json()) as { error: { message: string } }).error.message, message);
  }
});
