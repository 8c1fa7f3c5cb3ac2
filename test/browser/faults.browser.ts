import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { assertFits, assertNoBarriers } from "./test-barriers.ts";
import { startBrowser, type TestBrowser } from "./test-browser.ts";
import { signUp } from "./test-users.ts";

describe("faults, the clock and the reset in a browser", { timeout: 300_000 }, () => {
  let browser: TestBrowser;
  let page: Page | undefined;

  before(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    await page?.close();
    page = undefined;
    browser.dev.local.faults.clear();
    assert.deepEqual(browser.complaints.splice(0), []);
  });
  after(() => browser.stop());

  const open = async (...args: Parameters<TestBrowser["open"]>) => {
    page = await browser.open(...args);
    return page;
  };

  it("switches presets on and off, and shows each strike as it happens", async () => {
    const { local } = browser.dev;
    const console = await open("#/faults");
    for (const name of ["SES down", "DynamoDB throttles one in three", "SES loses every reply", "trigger hangs"])
      await console.getByRole("button", { name, exact: true }).waitFor();
    const strikes = console.getByRole("region", { name: "What they struck" });
    await strikes.getByText("Nothing yet.").waitFor();
    await console.getByRole("button", { name: "SES down", exact: true }).click();
    await console.getByText("2 faults are set").waitFor();
    assert.deepEqual(
      local.faults.list().map(({ id }) => id),
      ["ses-down-ses", "ses-down-sesv2"],
    );
    const sub = await signUp(browser, "grace@example.org");
    await strikes.getByText("SendEmail").first().waitFor();
    assert.equal(await strikes.getByRole("link", { name: "the user" }).first().getAttribute("href"), `#/users/${sub}`);
    await console.getByText(/on, struck [1-9]\d* calls?/).waitFor();
    await console.getByRole("button", { name: "SES down", exact: true, pressed: true }).click();
    await console.getByText("Nothing goes wrong on purpose").waitFor();
    assert.deepEqual(local.faults.list(), []);
    local.clock.advance(60_000);
    await local.idle();
    assert.ok(local.inbox.list({ to: "grace@example.org" }).some(({ subject }) => subject === "Welcome"));
  });

  it("sets a fault for one operation with kind, share and latency, and takes it away", async () => {
    const { local } = browser.dev;
    const console = await open("#/faults?q=PutItem");
    await console.getByRole("button", { name: "Add a fault for PutItem", exact: true }).click();
    const dialog = console.getByRole("dialog", { name: "What goes wrong with PutItem" });
    await dialog.getByLabel("What happens").selectOption("latency");
    await dialog.getByLabel("Milliseconds").fill("1500");
    await dialog.getByLabel(/Share of the calls/).fill("50");
    await dialog.getByLabel("For how long").fill("soon");
    await dialog.getByRole("button", { name: "Set the fault" }).click();
    await dialog.getByRole("alert").getByText("must be an amount of time").waitFor();
    await dialog.getByLabel("For how long").fill("10 minutes");
    await dialog.getByRole("button", { name: "Set the fault" }).click();
    await console.getByText("1.5 s later, 1 in 2, for 10 minutes").waitFor();
    const [fault] = local.faults.list();
    assert.deepEqual(
      [fault?.service, fault?.operation, fault?.kind, fault?.probability, fault?.forMs],
      ["dynamodb", "PutItem", "latency", 0.5, 600_000],
    );
    await console.getByRole("button", { name: `Remove ${fault?.id}` }).click();
    await console.getByText("1.5 s later").waitFor({ state: "detached" });
    assert.deepEqual(local.faults.list(), []);
    // The browser tells of the refusal; that is what was asked for.
    assert.match(browser.complaints.splice(0).join(), /^Failed to load resource: .* 400/);
  });

  it("shows a fault that a terminal sets", async () => {
    const console = await open("#/faults");
    await console.getByText("Nothing goes wrong on purpose").waitFor();
    browser.dev.local.faults.add({ id: "from-a-terminal", functionName: "foyer-worker", kind: "hang" });
    await console.getByRole("button", { name: "Remove from-a-terminal" }).waitFor();
  });

  it("moves the clock by hours and days, and to the next timer", async () => {
    const { local } = browser.dev;
    await signUp(browser, "ada@example.com");
    await local.idle();
    const console = await open("#/faults");
    const clock = console.getByRole("region", { name: "Clock" });
    const press = async (name: string) => {
      const moved = console.waitForResponse((response) => response.request().method() === "POST");
      await clock.getByRole("button", { name, exact: true }).click();
      await moved;
    };
    const moves: [name: string, hours: number][] = [
      ["+1 h", 1],
      ["+1 day", 24],
    ];
    for (const [name, hours] of moves) {
      const before = local.clock.now();
      await press(name);
      assert.ok(local.clock.now() - before >= hours * 3_600_000, name);
    }
    const due = local.nextDueAt() ?? assert.fail();
    assert.ok(due > local.clock.now());
    await clock.getByText(/The next timer is due in/).waitFor();
    await press("Next timer");
    assert.ok(local.clock.now() >= due);
    await press("+3 days");
    await clock.getByText(/ahead of this machine/).waitFor();
    await local.idle();
    assert.ok(local.inbox.list({ to: "ada@example.com" }).some(({ subject }) => subject === "Three tips"));
  });

  it("says what a reset forgets, and an open list of sign-ups hears of it", async () => {
    const { local } = browser.dev;
    await signUp(browser, "mary@example.org");
    await local.idle();
    const list = await open();
    await list.getByRole("link", { name: /mary@example\.org/ }).waitFor();
    const console = await browser.open("#/faults");
    await console.getByRole("button", { name: "Forget what happened…" }).click();
    const dialog = console.getByRole("dialog", { name: "Forget what happened" });
    await dialog.getByText(/^users/).waitFor();
    await dialog.getByRole("button", { name: "Forget what happened" }).click();
    await dialog.waitFor({ state: "detached" });
    await list.getByText("Nobody has signed up yet").waitFor();
    await console.close();
    assert.deepEqual(local.inbox.list(), []);
  });

  it("is worked by the keyboard alone", async () => {
    const console = await open();
    await console.keyboard.press("g");
    await console.keyboard.press("f");
    await console.getByRole("heading", { name: "Faults and clock" }).waitFor();
    await console.locator("h1:focus").waitFor();
    await console.keyboard.press("/");
    await console.keyboard.type("SendEmail");
    const add = console.getByRole("button", { name: "Add a fault for SendEmail" }).last();
    await add.waitFor();
    const hasFocus = async () => (await add.and(console.locator(":focus")).count()) === 1;
    for (let tabs = 0; tabs < 40 && !(await hasFocus()); tabs++) await console.keyboard.press("Tab");
    await console.keyboard.press("Enter");
    await console.getByRole("dialog").waitFor();
    await console.keyboard.press("Escape");
    await console.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await hasFocus(), true);
  });

  it("has no barrier that axe knows of in either theme, and no sideways scroll on a phone", async () => {
    browser.dev.local.faults.add({ service: "sesv2", operation: "SendEmail", kind: "throttle", probability: 1 / 3 });
    for (const theme of ["light", "dark"] as const) {
      const console = await open("#/faults?open=sesv2", { theme });
      await console.getByText("throttle, 1 in 3").waitFor();
      await assertNoBarriers(console, theme);
      await console.getByRole("button", { name: "Add a fault for SendEmail" }).click();
      await assertNoBarriers(console, `${theme}, the dialog`);
      await console.close();
    }
    const phone = await open("#/faults?open=sesv2", { width: 375, height: 812 });
    await phone.getByText("throttle, 1 in 3").waitFor();
    await assertFits(phone, "the switchboard");
  });
});
