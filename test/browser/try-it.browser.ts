import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { assertFits, assertNoBarriers } from "./test-barriers.ts";
import { startBrowser, type TestBrowser } from "./test-browser.ts";

describe("trying it in a browser", { timeout: 180_000 }, () => {
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

  it("plays a user from the sign-up to a new password, with the codes of the inbox", async () => {
    const { local } = browser.dev;
    const console = await open("#/try-it");
    await console.getByLabel("E-mail address").fill("ada@example.com");
    await console.getByText("clientMetadata").click();
    await console.getByPlaceholder("plan=team").fill("plan=team");
    await console.getByRole("button", { name: "Sign up" }).click();
    await console.getByText("Filled in from").waitFor();
    const [{ code } = {}] = local.inbox.list({ to: "ada@example.com" });
    assert.equal(await console.getByLabel("Verification code").inputValue(), code);
    // Nothing is lost by a reload.
    await console.reload();
    await console.getByText("Filled in from").waitFor();
    await console.getByRole("button", { name: "Confirm", exact: true }).click();
    await console.getByText("ada@example.com is confirmed").waitFor();
    await console.getByRole("button", { name: "Sign in" }).click();
    const claims = console.getByRole("region", { name: "Claims of the ID token" });
    await claims.getByText("who it is, for good").waitFor();
    await claims.getByText("cognito:groups").waitFor();
    await console.getByRole("tab", { name: "Refresh token" }).click();
    await console.getByRole("button", { name: "Refresh the tokens" }).click();
    await console.locator(".try-it-calls b").nth(2).waitFor();
    await console.getByRole("button", { name: "Forgot the password" }).click();
    await console.getByText("Filled in from").waitFor();
    assert.notEqual(await console.getByLabel("Code to reset the password").inputValue(), code);
    await console.getByRole("button", { name: "Set the new password" }).click();
    await console.getByText("The password is the new one").waitFor();
    await console.getByText("SRP, as Amplify").click();
    await console.getByRole("button", { name: "Sign in again" }).click();
    await console.getByText("RespondToAuthChallenge").waitFor();
    assert.equal(await console.getByRole("alert").count(), 0);
    const calls = await console.locator(".try-it-calls b").allTextContents();
    assert.deepEqual(calls.slice(0, 5), [
      "RespondToAuthChallenge",
      "InitiateAuth",
      "ConfirmForgotPassword",
      "ForgotPassword",
      "InitiateAuth",
    ]);
    const kept = await console.evaluate<string>("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])");
    assert.doesNotMatch(kept, /eyJ/);
    await console.getByRole("link", { name: "Timeline", exact: true }).click();
    await console
      .getByRole("button", { name: /^PostConfirmation/ })
      .first()
      .waitFor();
  });

  it("shows what Cognito refuses in Cognito's words", async () => {
    const console = await open("#/try-it");
    await console.getByLabel("E-mail address").fill("ada@example.com");
    await console.getByRole("button", { name: "Sign up" }).click();
    const alert = console.getByRole("alert");
    await alert.getByText("UsernameExistsException").waitFor();
    await alert.getByText("already exists").waitFor();
    await console.getByLabel("Password", { exact: true }).fill("short");
    await console.getByText("The pool asks for 8 characters").waitFor();
    assert.match(browser.complaints.splice(0).join(), /status of 400/);
  });

  it("creates a user as an administrator, who signs in with the temporary password and chooses one", async () => {
    const console = await open("#/try-it?by=admin");
    await console.getByLabel("E-mail address").fill("grace@example.org");
    await console.getByRole("button", { name: "Create the user" }).click();
    await console.getByText("invited").waitFor();
    await console.getByRole("button", { name: "Sign in" }).click();
    await console.getByText("NEW_PASSWORD_REQUIRED").first().waitFor();
    await console.getByRole("button", { name: "Answer" }).click();
    await console.getByRole("region", { name: "Claims of the ID token" }).waitFor();
    await console.getByText("confirmed", { exact: true }).waitFor();
  });

  it("confirms as an administrator, and acts as somebody who is there", async () => {
    const console = await open("#/try-it");
    await console.getByLabel("E-mail address").fill("mary@example.org");
    await console.getByRole("button", { name: "Sign up" }).click();
    await console.getByRole("button", { name: "Confirm as an administrator" }).click();
    await console.getByText("mary@example.org is confirmed").waitFor();
    await console.getByRole("link", { name: "Somebody else" }).click();
    await console.getByText("Somebody who is there").click();
    await console.getByRole("searchbox", { name: "Who" }).fill("mary@");
    await console.getByRole("link", { name: "mary@example.org" }).click();
    await console.getByText("mary@example.org is confirmed").waitFor();
  });

  it("sends made-up, changed, saved and recorded events, and shows the answer and the log", async () => {
    const console = await open("#/try-it?tab=events");
    const source = console.getByLabel("Trigger source");
    await source.waitFor();
    assert.equal(await source.locator("option").count(), 40);
    const text = console.getByRole("textbox", { name: "Event" });
    const event = JSON.parse(await text.inputValue());
    event.request.userAttributes.name = "Changed";
    await text.fill(`${JSON.stringify(event)}x`);
    await console.getByText("It is not JSON").waitFor();
    assert.ok(await console.getByRole("button", { name: "Send to" }).isDisabled());
    await text.fill(JSON.stringify(event));
    await console.getByRole("button", { name: "Send to foyer-trigger" }).click();
    const answer = console.getByRole("region", { name: "Answer" });
    await answer.getByText("Answered in").waitFor();
    await answer.getByText('"Changed"').waitFor();
    await answer.getByText("START RequestId").waitFor();
    await console.getByRole("button", { name: "Save…" }).click();
    await console.getByLabel("Save as").fill("mine");
    await console.getByRole("button", { name: "Save", exact: true }).click();
    await console.reload();
    await console.getByRole("button", { name: "mine", exact: true }).click();
    await console.getByText("An event that you saved").waitFor();
    assert.match(await text.inputValue(), /"Changed"/);
    await source.selectOption("PreSignUp_SignUp");
    await console.getByText("The pool has no function for PreSignUp").waitFor();
    await console
      .getByRole("button", { name: /^PostConfirmation_ConfirmSignUp/ })
      .first()
      .click();
    await console.getByText("A recorded event, about the user").waitFor();
  });

  for (const theme of ["light", "dark"] as const)
    it(`has no barrier that axe knows of, in the ${theme} theme, and fits a phone`, async () => {
      const [{ sub } = { sub: "" }] = browser.dev.local.cognito.users.newest({ search: "mary", offset: 0, limit: 1 }).users;
      const places = [
        ["", "Sign up as an app does"],
        ["?by=known", "Act as a user"],
        [`?user=${sub}`, "Forgotten password"],
        ["?tab=events", "Recorded"],
      ];
      for (const width of [1280, 375]) {
        const console = await open("#/try-it", { theme, width });
        for (const [place, heading] of places) {
          await console.evaluate(`location.hash = ${JSON.stringify(`#/try-it${place}`)}`);
          await console.getByRole("heading", { name: heading }).waitFor();
          if (width > 400) await assertNoBarriers(console, place as string);
          await assertFits(console, place as string);
        }
        if (width > 400) await console.close();
      }
    });
});
