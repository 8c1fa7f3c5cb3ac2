import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { startBrowser, type TestBrowser } from "./test-browser.ts";
import { confirmSignUp, signIn, signUp } from "./test-users.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe("the console in a browser", { timeout: 180_000 }, () => {
  let browser: TestBrowser;
  let page: Page | undefined;

  before(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    await page?.close();
    page = undefined;
    assert.deepEqual(browser.complaints.splice(0), []);
  });
  after(() => browser.stop());

  const open = async (...args: Parameters<TestBrowser["open"]>) => {
    page = await browser.open(...args);
    return page;
  };

  it("teaches the first step where nobody has signed up, and shows whoever does, live, to the end of the wait", async () => {
    const console = await open();
    await console.getByText("Nobody has signed up yet").waitFor();
    await console.getByRole("tab", { name: "Your app, with Amplify" }).click();
    await console.getByText(`userPoolId: "${browser.dev.pool.userPoolId}"`).waitFor();
    await signUp(browser, "ada@example.com", { name: "Ada Lovelace" });
    await signIn(browser, "ada@example.com");
    const row = console.getByRole("link", { name: /ada@example\.com/ });
    await row.getByText("Waits 3 days").waitFor();
    assert.match(
      (await row.getByRole("img").getAttribute("aria-label")) ?? "",
      /record: done, groups: done, welcome: done, joined: done, tips: after the wait/,
    );
    await row.click();
    await console.getByRole("heading", { name: "ada@example.com" }).waitFor();
    for (const name of [/^PostConfirmation/, /^welcome mail “Welcome” took/, /^tips after the wait/])
      await console.getByRole("button", { name }).waitFor();
    await console.getByRole("button", { name: "Skip the wait of 3 days" }).click();
    await console.getByRole("button", { name: /^tips mail “Three tips”/ }).waitFor();
    await console.getByRole("button", { name: /^foyer-worker succeeded/ }).waitFor();
    await console.goBack();
    await console
      .getByRole("link", { name: /ada@example\.com/ })
      .getByText("Complete")
      .waitFor();
  });

  it("shows a fault and its retry while they happen, and the logs and the event of the trigger", async () => {
    const { local } = browser.dev;
    local.faults.add({ service: "sesv2", operation: "SendEmail", kind: "throttle", callerFunction: "foyer-worker", count: 1 });
    const sub = await signUp(browser, "grace@example.org", { confirm: false });
    const console = await open(`#/users/${sub}`);
    await console.getByRole("button", { name: /^signed up/ }).waitFor();
    await confirmSignUp(browser, "grace@example.org");
    const welcome = console.getByRole("button", { name: /^welcome / });
    await console.getByRole("button", { name: /^welcome failed, to be tried again/ }).waitFor();
    local.clock.advance(60_000);
    await console.getByRole("button", { name: /^welcome attempt 2, mail “Welcome”/ }).waitFor();
    assert.equal(await welcome.locator('[data-bar="attempt"]').count(), 2);
    await welcome.click();
    const details = console.getByRole("region", { name: "Details of welcome" });
    await details.getByText("failed, to be tried again, attempt 1").waitFor();
    await details.getByRole("link", { name: "Welcome" }).waitFor();
    await console.getByRole("button", { name: /^PostConfirmation/ }).click();
    const trigger = console.getByRole("region", { name: /Details of PostConfirmation/ });
    await trigger.getByText("“grace@example.org”".slice(1, -1)).waitFor();
    await trigger.getByText("Logs").click();
    await trigger.getByText(/START RequestId/).waitFor();
    // What is chosen survives a reload.
    await console.reload();
    await trigger.getByText("grace@example.org").waitFor();
  });

  it("says what a replay would repeat before it does it, and skips a step of a parked user", async () => {
    const { local } = browser.dev;
    local.faults.add({ id: "denied", service: "events", operation: "PutEvents", kind: "error", name: "AccessDeniedException" });
    const sub = await signUp(browser, "alan@example.org");
    const console = await open(`#/users/${sub}?row=step-afterwards-joined`);
    await console.getByRole("button", { name: /^joined gave up/ }).waitFor();
    local.faults.clear();
    await console.getByRole("button", { name: "Replay…", exact: true }).click();
    const dialog = console.getByRole("dialog");
    await dialog.getByText("Nothing would happen twice").waitFor();
    await dialog.getByRole("button", { name: "Replay" }).click();
    await console.getByRole("button", { name: /^joined .*event UserConfirmed/ }).waitFor();
    await console.goto(`${local.url}/_foyer/#/users/${sub}?row=step-afterwards-welcome`);
    await console.getByRole("button", { name: "Replay this step…" }).click();
    await dialog.getByText("happened: its effect would double").waitFor();
    await console.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await console.goto(`${local.url}/_foyer/#/users/${sub}?row=step-afterwards-tips`);
    await console.getByRole("button", { name: "Skip…" }).click();
    await dialog.getByRole("button", { name: "Skip tips" }).click();
    await console.getByText("tips is skipped").waitFor();
    local.clock.advance(3 * 86_400_000);
    await local.idle();
    assert.deepEqual(
      local.inbox.list({ to: "alan@example.org" }).map(({ subject }) => subject),
      ["Welcome", "Your verification code"],
    );
  });

  it("plays an event again without repeating what the ledger knows to be done", async () => {
    const { local } = browser.dev;
    const sub = await signUp(browser, "mary@example.org");
    await local.idle();
    const console = await open(`#/users/${sub}?tab=events`);
    await console.getByText("PostConfirmation_ConfirmSignUp").click();
    await console.getByRole("button", { name: "Play this event again…" }).click();
    const dialog = console.getByRole("dialog");
    await dialog.getByText("nothing that is over happens again").waitFor();
    const mails = local.inbox.list({ to: "mary@example.org" }).length;
    await dialog.getByRole("button", { name: "Play it again" }).click();
    await dialog.getByText("The function answered.").waitFor();
    await local.idle();
    assert.equal(local.inbox.list({ to: "mary@example.org" }).length, mails);
  });

  it("works by the keyboard alone", async () => {
    await signUp(browser, "alan@keys.example");
    await signUp(browser, "mary@keys.example");
    await browser.dev.local.idle();
    const console = await open();
    await console.getByRole("link", { name: /mary@keys\.example/ }).waitFor();
    const focused = () => console.evaluate<string>("document.activeElement?.textContent ?? ''");
    await console.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the page");
    await console.keyboard.press("Enter");
    await console.keyboard.press("/");
    await console.keyboard.type("keys.example");
    await console.getByText("2 users found").waitFor();
    await console.keyboard.press("Tab");
    await console.keyboard.press("Tab");
    assert.match(await focused(), /mary@keys\.example/);
    await console.keyboard.press("ArrowDown");
    assert.match(await focused(), /alan@keys\.example/);
    await console.keyboard.press("Enter");
    await console.getByRole("heading", { name: "alan@keys.example" }).waitFor();
    await console.locator("h1:focus").waitFor();
    while ((await console.evaluate("document.activeElement?.getAttribute('role')")) !== "tab")
      await console.keyboard.press("Tab");
    await console.keyboard.press("ArrowRight");
    await console.getByRole("tab", { name: "Ledger", selected: true }).waitFor();
    await console.getByText("recognised by its key").waitFor();
    await console.keyboard.press("g");
    await console.keyboard.press("s");
    await console.getByRole("heading", { name: "Sign-ups" }).waitFor();
    await console.keyboard.press("?");
    await console.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await console.keyboard.press("Escape");
    await console.getByRole("dialog").waitFor({ state: "detached" });
  });

  it("shows what users wrote as text, and runs none of it", async () => {
    const name = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    const sub = await signUp(browser, "eve@example.org", { name });
    const console = await open();
    await console.getByText(name).waitFor();
    await console.goto(`${browser.dev.local.url}/_foyer/#/users/${sub}?tab=profile`);
    await console.getByText(name).first().waitFor();
    assert.equal(await console.locator("main img, main script").count(), 0);
    assert.notEqual(await console.title(), "owned");
    const ran = await console.evaluate(`
      const script = document.createElement("script");
      script.textContent = "window.owned = true";
      document.body.append(script);
      window.owned === true`);
    assert.equal(ran, false);
    // The browser tells of the refusal; that is what was asked for.
    assert.match(browser.complaints.splice(0).join(), /Content Security Policy/);
  });

  for (const theme of ["light", "dark"] as const)
    it(`has no barrier that axe knows of, in the ${theme} theme`, async () => {
      const [{ sub } = { sub: "" }] = browser.dev.local.cognito.users.newest({ search: "@", offset: 0, limit: 1 }).users;
      const places = [
        "#/",
        `#/users/${sub}?row=step-afterwards-welcome`,
        ...["ledger", "events", "tokens", "profile"].map((tab) => `#/users/${sub}?tab=${tab}`),
      ];
      const console = await open("#/", { theme });
      await console.evaluate(axe);
      for (const hash of places) {
        await console.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await console.locator(".page [aria-label]").first().waitFor();
        await console.waitForLoadState("networkidle").catch(() => {});
        const violations = await console.evaluate(
          "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))",
        );
        assert.deepEqual(violations, [], hash);
      }
    });

  it("has no sideways scroll at the width of a phone", async () => {
    const [{ sub } = { sub: "" }] = browser.dev.local.cognito.users.newest({ search: "@", offset: 0, limit: 1 }).users;
    const console = await open("#/", { width: 375, height: 812 });
    for (const hash of ["#/", `#/users/${sub}`, `#/users/${sub}?tab=ledger`]) {
      await console.goto(`${browser.dev.local.url}/_foyer/${hash}`);
      await console.locator(".page [aria-label]").first().waitFor();
      const { scrollWidth, clientWidth } = await console
        .locator("html")
        .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
      assert.ok(scrollWidth <= clientWidth, `${hash} is ${scrollWidth - clientWidth} pixels too wide`);
    }
  });
});
