import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { assertFits, assertNoBarriers } from "./test-barriers.ts";
import { startBrowser, type TestBrowser } from "./test-browser.ts";
import { signUp } from "./test-users.ts";

describe("functions and access in a browser", { timeout: 300_000 }, () => {
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

  it("counts cold and warm invocations and errors as they happen, with a histogram of the durations", async () => {
    const { local } = browser.dev;
    const console = await open("#/functions");
    const trigger = console.getByRole("row", { name: /foyer-trigger/ });
    await trigger.getByRole("img", { name: "No invocation has ended yet" }).waitFor({ state: "attached" });
    await signUp(browser, "ada@example.com");
    await trigger.getByRole("img", { name: /1 cold/ }).waitFor();
    local.faults.add({ functionName: "foyer-trigger", kind: "error", name: "Boom", count: 1 });
    await assert.rejects(signUp(browser, "grace@example.org"), { name: "UserLambdaValidationException" });
    await trigger.getByText("1 error").waitFor();
    await local.idle();
    await trigger.getByRole("link", { name: "foyer-trigger" }).click();
    await console.getByRole("heading", { name: "foyer-trigger" }).waitFor();
    await console.getByText("Boom: ").waitFor();
    const figure = (name: string) => console.locator(".functions-figures div", { hasText: name }).locator("dd");
    assert.deepEqual([await figure("Cold starts").textContent(), await figure("Errors").textContent()], ["1", "1"]);
    assert.match((await console.locator(".functions-histogram svg").getAttribute("aria-label")) ?? "", /1 cold/);
  });

  it("shows a log while it is written, filtered, and one line whole", async () => {
    const { local } = browser.dev;
    const console = await open("#/functions/foyer-worker?tab=logs&q=mary");
    await console.getByRole("heading", { name: /No line holds that|It has written nothing yet/ }).waitFor();
    const sub = await signUp(browser, "mary@example.org");
    const filter = console.getByRole("searchbox", { name: "Filter lines" });
    await filter.fill(sub);
    const line = console.getByRole("button", { name: /"step":"welcome"/ }).first();
    await line.waitFor();
    assert.equal(await console.getByRole("button", { name: /START RequestId/ }).count(), 0);
    await line.click();
    await console.getByRole("dialog").getByText('"welcome"').first().waitFor();
    await console.keyboard.press("Escape");
    await filter.fill("no such line");
    await console.getByText("No line holds that").waitFor();
    await local.reset();
    await filter.fill("");
    await console.getByText("It has written nothing yet").waitFor();
  });

  it("scrolls through 10,000 lines, and draws only those in view", async () => {
    const { logEvents } = browser.dev.local.functions;
    const at = browser.dev.local.clock.now();
    for (let number = 1; number <= 10_000; number++)
      logEvents.add({ at, functionName: "foyer-sweep", logStreamName: "flood", text: `line ${number} of many` });
    const console = await open("#/functions/foyer-sweep?tab=logs");
    await console.getByText("10,000 lines").waitFor();
    await console.getByText("line 10000 of many").waitFor();
    await console.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await console.getByText("line 1 of many", { exact: true }).waitFor();
    assert.ok((await console.locator(".functions-line").count()) < 80);
  });

  it("shows versions, aliases and what becomes of asynchronous invocations", async () => {
    const console = await open("#/functions/foyer-trigger?tab=versions");
    await console.getByRole("row", { name: /^1 live/ }).waitFor();
    await console.getByText("2, the default").waitFor();
    await console.getByText("role/foyer-trigger").waitFor();
  });

  it("shows a denied call as it happens, with the statement to copy", async () => {
    const { local } = browser.dev;
    const console = await open("#/access");
    await console.getByText("No call was denied").first().waitFor();
    await local.call("iam", "PutRolePolicy", {
      RoleName: "foyer-worker",
      PolicyName: "no-mails",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Sid: "NoMails", Effect: "Deny", Action: "ses:*", Resource: "*" }],
      }),
    });
    await signUp(browser, "edsger@example.org");
    const worker = console.getByRole("region", { name: "Denied to foyer-worker" });
    await worker.getByText("which the statement “NoMails” denies").first().waitFor();
    await worker.getByText("so none that allows it helps").first().waitFor();
    await local.call("iam", "DeleteRolePolicy", { RoleName: "foyer-worker", PolicyName: "no-mails" });
    const statement = {
      Effect: "Allow" as const,
      Action: "dynamodb:GetItem",
      Resource: "arn:aws:dynamodb:us-east-1:000000000000:table/t",
    };
    const about = { mode: "warn", action: statement.Action, resource: statement.Resource, reason: "no-identity-policy" } as const;
    local.journal.record("access.denied", {}, { ...about, principal: "p", functionName: "mine", statement });
    await console.getByRole("button", { name: "Copy the statement for dynamodb:GetItem" }).click();
    const copied = JSON.parse(await console.evaluate<string>("navigator.clipboard.readText()"));
    assert.deepEqual(copied, statement);
  });

  it("has no barrier that axe knows of in either theme, and no sideways scroll on a phone", async () => {
    await signUp(browser, "barbara@example.org");
    await browser.dev.local.idle();
    const places = [
      "#/functions",
      "#/functions/foyer-worker",
      "#/functions/foyer-worker?tab=logs",
      "#/functions/foyer-worker?tab=versions",
      "#/access",
    ];
    for (const hash of places) {
      for (const theme of ["light", "dark"] as const) {
        const console = await open(hash, { theme });
        await console.locator(".page .card, .page .empty").first().waitFor();
        await assertNoBarriers(console, `${hash}, ${theme}`);
        await console.close();
      }
      const phone = await open(hash, { width: 375, height: 812 });
      await phone.locator(".page .card, .page .empty").first().waitFor();
      await assertFits(phone, hash);
      await phone.close();
    }
  });
});
