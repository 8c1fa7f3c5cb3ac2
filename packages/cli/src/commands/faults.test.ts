import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";

describe("foyer faults, clock next and reset, against a running local AWS", () => {
  let local: LocalAws;
  before(async () => {
    local = await startLocal();
  });
  beforeEach(() => local.faults.clear());
  after(() => local.stop());

  async function foyer(...words: string[]) {
    const terminal = recordedTerminal();
    const code = await run([...words, "--endpoint", local.url], terminal);
    return { code, printed: terminal.printed(), complained: terminal.complained() };
  }
  const set = () => local.faults.list().map(({ addedAt, seen, fired, isActive, ...fault }) => fault);
  const listBuses = () =>
    fetch(local.url, {
      method: "POST",
      headers: {
        "x-amz-target": "AWSEvents.ListEventBuses",
        "content-type": "application/x-amz-json-1.1",
        authorization: "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/events/aws4_request, SignedHeaders=host, Signature=0",
      },
    });

  test("without a fault it says so and what could be set", async () => {
    const { code, printed } = await foyer("faults");
    assert.equal(code, 0);
    assert.match(printed, /^No fault is set\.$/m);
    assert.match(printed, /foyer faults add ses-down +SES answers 503 to everything/);
  });

  test("add sets what the command line says, and the list tells how often it struck", async () => {
    const words =
      "add events:ListEventBuses error --name Boom --status 500 --after 1 --count 2 --from worker --for 10m --id mine";
    const { code, printed } = await foyer("faults", ...words.split(" "));
    assert.equal(code, 0);
    assert.match(
      printed,
      /^mine {3}events:ListEventBuses from worker {3}error Boom, from call 2, 2 times, until .* struck 0 of 0 calls$/m,
    );
    const [fault] = set();
    assert.deepEqual(
      { ...fault, endsAt: 0 },
      {
        id: "mine",
        service: "events",
        operation: "ListEventBuses",
        kind: "error",
        name: "Boom",
        status: 500,
        after: 1,
        count: 2,
        callerFunction: "worker",
        forMs: 600_000,
        endsAt: 0,
      },
    );
    await foyer("faults", "add", "events", "throttle", "--count", "1");
    assert.equal((await listBuses()).status, 400);
    assert.equal((await listBuses()).status, 200);
    assert.match((await foyer("faults")).printed, /events +throttle, once +struck 1 of 1 call, over$/m);
  });

  test("add takes the invocations of a function, all services, dice with a seed, and presets", async () => {
    await foyer("faults", "add", "function:foyer-trigger", "latency", "--ms", "300");
    await foyer("faults", "add", "all", "hang", "--probability", "0.25", "--seed", "7");
    const { printed } = await foyer("faults", "add", "dynamodb-throttles");
    assert.match(printed, /invocations of foyer-trigger +latency 300 ms/);
    assert.match(printed, /all +hang, probability 0\.25 \(seed 7\)/);
    assert.match(printed, /dynamodb-throttles +dynamodb +throttle, probability 0\.333 \(seed 7\)/);
    assert.equal(JSON.parse((await foyer("faults", "--json")).printed).seed, 7);
  });

  test("clear removes one fault or all", async () => {
    await foyer("faults", "add", "ses-down");
    assert.match((await foyer("faults", "clear", "ses-down-ses")).printed, /^ses-down-sesv2 /);
    assert.equal((await foyer("faults", "clear", "ses-down-ses")).code, 1);
    assert.match((await foyer("faults", "clear")).printed, /^No fault is set\./);
    assert.deepEqual(set(), []);
  });

  const wrong: [words: string, says: RegExp][] = [
    ["add", /a preset, or a target and a kind/],
    ["add hang", /Cannot add 'hang' without its target/],
    ["add ses-up", /There is no preset 'ses-up'; there are ses-down/],
    ["add ses-down --count 2", /The preset 'ses-down' takes no options/],
    ["add ec2 hang", /There is no service 'ec2'/],
    ["add sesv2:SendEmial hang", /There is no operation 'SendEmial' of sesv2/],
    ["add sesv2 explode", /'kind' must be one of error, throttle/],
    ["add sesv2 error", /needs 'name'/],
    ["add sesv2 hang --probability often", /Cannot use 'often' for --probability/],
    ["add sesv2 hang --for ever", /'for' must be an amount of time/],
    ["list --count 2", /--count goes with `faults add` only/],
    ["clear a b", /Cannot use the argument 'b'/],
    ["remove", /it is add, clear or list/],
    ["--seed x", /a whole number/],
  ];
  for (const [words, says] of wrong) {
    test(`refuses: foyer faults ${words}`, async () => {
      const { code, complained, printed } = await foyer("faults", ...words.split(" "));
      assert.deepEqual([code, printed], [2, ""]);
      assert.match(complained, says);
      assert.deepEqual(set(), []);
    });
  }

  test("clock next says when nothing waits", async () => {
    const { code, complained } = await foyer("clock", "next");
    assert.equal(code, 1);
    assert.match(complained, /^Nothing waits: no wait and no retry is under way\.$/);
  });

  test("clock next moves to the end of the next retry", async () => {
    const codeDir = mkdtempSync(join(tmpdir(), "foyer-retry-"));
    writeFileSync(join(codeDir, "index.mjs"), "export const handler = async () => { throw new Error('not yet'); };");
    local.functions.deploy({ functionName: "fails", codeDir, handler: "index.handler" });
    rmSync(codeDir, { recursive: true });
    local.functions.invokeLater({ functionName: "fails", payload: "{}" });
    await local.idle();
    const before = local.clock.now();
    assert.match((await foyer("clock")).printed, /next wait or retry: /);
    assert.equal((await foyer("clock", "next")).code, 0);
    const movedMs = local.clock.now() - before;
    assert.ok(movedMs > 55_000 && movedMs < 65_000, `${movedMs}`);
  });

  test("reset forgets what happened", async () => {
    local.inbox.deliver({ from: "a@b.co", to: ["c@d.co"], subject: "Hi", via: "ses" });
    await foyer("faults", "add", "ses-down");
    assert.equal((await foyer("reset")).code, 0);
    assert.deepEqual([local.inbox.list(), set()], [[], []]);
  });
});
