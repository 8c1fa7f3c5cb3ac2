import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { walkDemoUser } from "./demo.ts";
import { type Dev, startDev } from "./start-dev.ts";

describe("the operator of foyer dev, over HTTP", () => {
  let dev: Dev;
  let sub: string;

  before(async () => {
    dev = await startDev({ file: join(import.meta.dirname, "../../../../examples/welcome/onboarding.ts") });
    ({ sub } = await walkDemoUser(dev.local.url, 20_000));
    await dev.local.idle();
  });
  after(() => dev.stop());

  const call = async (path: string, body?: object) => {
    const init = body && { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${dev.local.url}/_foyer/${path}`, init);
    return { status: response.status, json: JSON.parse(await response.text()) };
  };
  const welcomes = () => dev.local.inbox.list().filter(({ subject }) => subject === "Welcome").length;

  it("shows the user's entry in the ledger, and null for who has none", async () => {
    const { entry } = (await call(`entry/${sub}`)).json;
    assert.deepEqual([entry.sub, entry.steps.welcome.state, entry.steps.tips.state], [sub, "done", "pending"]);
    assert.deepEqual((await call("entry/nobody")).json, { entry: null });
  });

  it("says what would repeat without doing it, and repeats it only by force", async () => {
    const { json: plan } = await call(`replay/${sub}?step=welcome`);
    assert.deepEqual([plan.needsForce, plan.started], [true, false]);
    assert.equal((await call(`replay/${sub}`, { step: "welcome" })).json.started, false);
    await dev.local.idle();
    assert.equal(welcomes(), 1);
    assert.equal((await call(`replay/${sub}`, { step: "welcome", force: true })).json.started, true);
    await dev.local.idle();
    assert.equal(welcomes(), 2);
  });

  it("refuses what an operator cannot do in the operator's words, and a body that is none", async () => {
    const { status, json } = await call(`skip/${sub}`, { step: "welcome" });
    assert.deepEqual([status, json.error.code], [409, "Refused"]);
    assert.match(json.error.message, /Cannot skip step 'welcome' as it is finished/);
    for (const body of [{}, { step: 7 }, []]) assert.equal((await call(`skip/${sub}`, body)).status, 400);
  });

  it("skips a step, which is then never tried", async () => {
    assert.equal((await call(`skip/${sub}?step=tips`)).json.goesOn, false);
    assert.equal((await call(`skip/${sub}`, { step: "tips" })).status, 200);
    dev.local.clock.advance(3 * 86_400_000);
    await dev.local.idle();
    assert.ok(dev.local.inbox.list().every(({ subject }) => subject !== "Three tips"));
  });
});
