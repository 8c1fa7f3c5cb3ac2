import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CreateUserPoolDomainCommand } from "@aws-sdk/client-cognito-identity-provider";
import { type Browser, chromium, type Page } from "playwright-core";
import { type LocalPools, password, startPools } from "./local-pool.ts";
import { serveApp, serveSecurely } from "./managed-login-page/serve.ts";

// Amplify's signInWithRedirect, which goes to https:// whatever it is told: a proxy with a certificate stands before the local AWS.

let local: LocalPools;
let app: Awaited<ReturnType<typeof serveApp>>;
let proxy: Awaited<ReturnType<typeof serveSecurely>>;
let browser: Browser;
let page: Page;
const email = "ann@example.com";
const complaints: string[] = [];

before(async () => {
  local = await startPools();
  [app, proxy, browser] = await Promise.all([
    serveApp(),
    serveSecurely(local.aws.url),
    chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    }),
  ]);
  const { userPoolId, clientId } = await local.createPool(
    {},
    {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email"],
      CallbackURLs: [`${app.origin}/`],
      LogoutURLs: [`${app.origin}/`],
      SupportedIdentityProviders: ["COGNITO"],
    },
  );
  await local.admin.send(new CreateUserPoolDomainCommand({ Domain: "app", UserPoolId: userPoolId }));
  page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  const query = new URLSearchParams({
    userPoolId,
    userPoolClientId: clientId,
    userPoolEndpoint: local.aws.url,
    domain: `${new URL(proxy.origin).host}/_cognito/app`,
  });
  await page.goto(`${app.origin}/?${query}`);
});
after(async () => {
  await browser?.close();
  await Promise.all([app?.stop(), proxy?.stop()]);
  await local?.stop();
  assert.deepEqual(complaints, []);
});

test("Amplify: a redirect to the pages, a sign-up there, and tokens for the application; then out again", {
  timeout: 90_000,
}, async () => {
  await page.evaluate("void signInByRedirect()");
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByLabel("Code").fill(await codeFor());
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.locator("body[data-said]").waitFor({ state: "attached" });
  assert.equal(await page.locator("body").getAttribute("data-said"), `signed in: ${email}`);
  await page.evaluate("void signOutByRedirect()");
  await page.locator("body:not([data-said])").waitFor({ state: "attached" });
  assert.equal(new URL(page.url()).origin, app.origin);
  await page.evaluate("void signInByRedirect()");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

async function codeFor(): Promise<string> {
  await page.getByText("A code was sent to").waitFor();
  return local.codeFor(email);
}
