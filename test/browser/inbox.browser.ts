import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { assertFits, assertNoBarriers } from "./test-barriers.ts";
import { startBrowser, type TestBrowser } from "./test-browser.ts";
import { deliverHostile, deliverText, deliverWelcome } from "./test-mails.ts";
import { signUp } from "./test-users.ts";

describe("the inbox in a browser", { timeout: 180_000 }, () => {
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

  it("teaches the first step while it is empty, shows mails as they arrive, and copies a code with one click", async () => {
    const inbox = await open("#/inbox");
    await inbox.getByText("No mail yet").waitFor();
    await signUp(browser, "ada@example.com", { confirm: false });
    const row = inbox.getByRole("listitem").filter({ hasText: "ada@example.com" });
    await row.getByRole("button", { name: /Copy the code/ }).click();
    const [{ code } = {}] = browser.dev.local.inbox.list({ to: "ada@example.com" });
    await inbox.getByText(`The code ${code} is copied`).waitFor();
    assert.equal(await inbox.evaluate("navigator.clipboard.readText()"), code);
    await row.getByRole("link").click();
    await inbox.getByRole("heading", { name: "Your verification code" }).waitFor();
    await inbox.locator("h1:focus").waitFor();
    await inbox.getByText("Timeline of the user").waitFor();
    deliverText(browser.dev.local, "+12065550123", "424242");
    await inbox.getByText("1 new message, 2 in all").waitFor({ state: "attached" });
    await inbox.getByRole("link", { name: /\+12065550123/ }).click();
    await inbox.getByRole("list", { name: "Text messages to +12065550123" }).getByText("Your authentication code is").waitFor();
  });

  it("finds mails by recipient, subject and words, and keeps the search over a reload", async () => {
    const { local } = browser.dev;
    deliverWelcome(local, "grace@example.org");
    const inbox = await open("#/inbox");
    const rows = inbox.getByRole("list", { name: "Mails, the newest first" }).getByRole("listitem");
    for (const [text, found] of [
      ["GRACE@", "1 message found"],
      ["welcome to acme", "1 message found"],
      ["first project", "0 messages found"],
      ["account is ready", "1 message found"],
      ["100%", "0 messages found"],
    ] as const) {
      await inbox.getByLabel("Search mails").fill(text);
      await inbox.getByText(found).waitFor();
    }
    await inbox.getByText("No mail is found").waitFor();
    await inbox.getByLabel("Search mails").fill("grace@example.org");
    await inbox.getByText("1 message found").waitFor();
    await inbox.reload();
    await inbox.getByText("1 message found").waitFor();
    assert.equal(await rows.count(), 1);
  });

  it("shows a mail as its reader sees it, on a desk and a phone, light and dark, with its parts", async () => {
    const id = deliverWelcome(browser.dev.local, "ada@example.com");
    const inbox = await open(`#/inbox/${id}`);
    const frame = inbox.frameLocator("iframe");
    const ground = () =>
      frame.locator("body").evaluate((body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
    await frame.getByText("Your account is ready").waitFor();
    assert.equal(
      await frame.locator("img").evaluate((picture) => (picture as unknown as { naturalWidth: number }).naturalWidth),
      120,
    );
    assert.equal(await ground(), "rgb(244, 244, 242)");
    await inbox.getByText("Phone", { exact: true }).click();
    await inbox.getByText("Dark", { exact: true }).click();
    await frame.getByText("Your account is ready").waitFor();
    assert.equal(await ground(), "rgb(14, 15, 17)");
    assert.equal(
      await inbox.locator("iframe").evaluate((element) => (element as unknown as { clientWidth: number }).clientWidth),
      375,
    );
    await inbox.getByRole("link", { name: "Start your first project" }).waitFor();
    await inbox.getByRole("tab", { name: "Text" }).click();
    await inbox.locator(".inbox-text").getByText("https://acme.example/start").waitFor();
    await inbox.getByRole("tab", { name: "Headers (2)" }).click();
    await inbox.getByText("<https://acme.example/unsubscribe>").waitFor();
    await inbox.getByRole("tab", { name: "Attachments (2)" }).click();
    const [download] = await Promise.all([
      inbox.waitForEvent("download"),
      inbox.getByRole("link", { name: "Terms of service.pdf" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "Terms of service.pdf");
  });

  it("names the attempt that sent a mail, marks what was sent twice, and leads to the timeline", async () => {
    const { local } = browser.dev;
    local.faults.add({ service: "sesv2", operation: "SendEmail", kind: "reply-lost", count: 1 });
    await signUp(browser, "mary@example.org");
    await local.idle();
    const inbox = await open("#/inbox?q=mary@example.org");
    local.clock.advance(120_000);
    await local.idle();
    await inbox.getByRole("link", { name: /Duplicate, 2 of 2/ }).click();
    await inbox.getByText("reached the same people twice").waitFor();
    await inbox.getByText("attempt 2").waitFor();
    await inbox.getByRole("link", { name: "See the attempt in the timeline" }).click();
    await inbox.getByRole("region", { name: "Details of welcome" }).waitFor();
  });

  it("lets a hostile mail run nothing, load nothing, send nothing and lead nowhere", async (test) => {
    const beacon = await startBeacon();
    test.after(() => beacon.stop());
    const id = deliverHostile(browser.dev.local, beacon.url);
    const inbox = await open(`#/inbox/${id}`);
    const address = inbox.url();
    const frame = inbox.frameLocator("iframe.inbox-frame");
    await inbox.getByRole("heading", { name: `<img src=x onerror="top.owned = true">You won` }).waitFor();
    await frame.locator("#send").waitFor();
    // The last that it asks for, so all else was asked for before.
    const complains = async (of: string) => {
      while (!browser.complaints.some((text) => text.includes(of))) await inbox.waitForEvent("console");
    };
    await complains("/embed");
    for (const id of ["#send", "#top", "#blank", "#script", "#self"]) await frame.locator(id).click({ force: true });
    await inbox.getByRole("tab", { name: "Headers" }).click();
    await inbox.getByText("<script>top.owned = true</script>", { exact: true }).waitFor();
    await inbox.getByRole("tab", { name: "Source" }).click();
    await inbox.getByText("Dear customer").first().waitFor();
    await complains("Blocked form submission");
    assert.equal(inbox.context().pages().length, 1);
    assert.equal(inbox.url().split("?")[0], address);
    assert.deepEqual(await inbox.evaluate("[typeof owned, document.title.startsWith('<img')]"), ["undefined", true]);
    assert.deepEqual(beacon.heard, []);
    // What would be safe to open by hand is not safe to open by itself, either.
    const alone = await inbox.context().newPage();
    const refused = alone.waitForEvent("console", (message) => message.text().includes("/embed"));
    await alone.goto(`${browser.dev.local.url}/_foyer/mail-html/${id}`);
    await refused;
    assert.deepEqual(beacon.heard, []);
    await alone.close();
    // The browser tells of each refusal; that is what was asked for.
    const complaints = browser.complaints.splice(0).join("\n");
    for (const complaint of [/Blocked script execution/, /Loading the image/, /Loading plugin data/, /Blocked form submission/])
      assert.match(complaints, complaint);
  });

  it("loads pictures from elsewhere only when it is told to", async (test) => {
    const beacon = await startBeacon();
    test.after(() => beacon.stop());
    const html = `<p>Hello</p><img src="${beacon.url}/logo.png" alt="logo">`;
    const mail = { from: "a@b.example", to: ["ada@example.com"], subject: "Logo", html, via: "ses" as const };
    const inbox = await open(`#/inbox/${browser.dev.local.inbox.deliver(mail)}`);
    await inbox.frameLocator("iframe").getByText("Hello").waitFor();
    while (browser.complaints.length === 0) await inbox.waitForEvent("console");
    assert.deepEqual(beacon.heard, []);
    assert.match(browser.complaints.splice(0).join(), /Loading the image/);
    await inbox.getByRole("button", { name: /Pictures from elsewhere are not loaded/ }).click();
    await beacon.hears("/logo.png");
    browser.complaints.splice(0);
  });

  it("works by the keyboard alone", async () => {
    const inbox = await open("#/");
    await inbox.keyboard.press("g");
    await inbox.keyboard.press("i");
    await inbox.locator("h1:focus").getByText("Inbox").waitFor();
    await inbox.keyboard.press("/");
    await inbox.keyboard.type("grace@");
    await inbox.getByText("1 message found").waitFor();
    await inbox.keyboard.press("Tab");
    assert.match(await inbox.evaluate<string>("document.activeElement.textContent"), /Welcome to Acme/);
    await inbox.keyboard.press("Enter");
    await inbox.locator("h1:focus").getByText("Welcome to Acme").waitFor();
    await inbox.keyboard.press("Escape");
    assert.match(await inbox.evaluate<string>("document.activeElement.getAttribute('aria-current')"), /true/);
  });

  for (const theme of ["light", "dark"] as const)
    it(`has no barrier that axe knows of, in the ${theme} theme, and fits a phone`, async () => {
      const { inbox } = browser.dev.local;
      const welcome = inbox.list({ to: "grace@example.org" })[0]?.messageId;
      const text = inbox.list({ to: "+12065550123" })[0]?.messageId;
      const twice = inbox.list({ to: "mary@example.org" })[0]?.messageId;
      const places = [
        "",
        `/${text}`,
        `/${twice}`,
        `/${welcome}?width=phone&theme=dark`,
        ...["text", "headers", "attachments", "source"].map((tab) => `/${welcome}?tab=${tab}`),
      ];
      for (const width of [1280, 375]) {
        const console = await open("#/inbox", { theme, width });
        for (const place of places) {
          await console.evaluate(`location.hash = ${JSON.stringify(`#/inbox${place}`)}`);
          await console
            .locator(place ? ".inbox-mail h1" : ".inbox-row b")
            .first()
            .waitFor();
          if (width > 400) await assertNoBarriers(console, place);
          await assertFits(console, place);
        }
        if (width > 400) await console.close();
      }
    });
});

/** Somebody else's server, which notes who connects and what is asked. */
async function startBeacon() {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const server: Server = createServer((request, response) => {
    heard.push(request.url ?? "");
    for (const wake of waiting.splice(0)) wake();
    response.end();
  });
  // A connection without a request tells already that somebody reads.
  server.on("connection", () => heard.push("connection"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async hears(path: string) {
      while (!heard.includes(path)) {
        const woken = Promise.withResolvers<void>();
        waiting.push(woken.resolve);
        await woken.promise;
      }
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
