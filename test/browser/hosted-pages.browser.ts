import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { type Browser, chromium, type Page } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const email = "ada@example.com";
const password = "Correct-horse-7";

let local: LocalAws;
let browser: Browser;
let app: { url: string; stop(): Promise<unknown> };
let clientId: string;
const complaints: string[] = [];

before(async () => {
  [local, app, browser] = await Promise.all([
    startLocal(),
    startApp(),
    chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    }),
  ]);
  const call = (operation: string, input: object) =>
    local.call("cognito-idp", operation, input) as Promise<Record<string, never>>;
  const pool = await call("CreateUserPool", {
    PoolName: "main",
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
  });
  const { Id: UserPoolId } = pool.UserPool as unknown as { Id: string };
  await call("CreateUserPoolDomain", { Domain: "app", UserPoolId });
  const client = await call("CreateUserPoolClient", {
    UserPoolId,
    ClientName: "app",
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "email"],
    CallbackURLs: [`${app.url}/callback`],
    LogoutURLs: [`${app.url}/`],
    SupportedIdentityProviders: ["COGNITO"],
  });
  clientId = (client.UserPoolClient as unknown as { ClientId: string }).ClientId;
});
after(async () => {
  await browser.close();
  await app.stop();
  await local.stop();
  assert.deepEqual(complaints, []);
});

/** A page of an application of its own origin, which changes the code for tokens as single-page applications do. */
async function startApp() {
  const page = `<!doctype html><html lang="en"><title>App</title><main><pre id="tokens"></pre></main><script type="module">
    const encode = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/[+]/g, "-").replace(/[/]/g, "_").replace(/=+$/, "");
    window.startSignIn = async (base, clientId) => {
      const verifier = encode(crypto.getRandomValues(new Uint8Array(32)));
      sessionStorage.setItem("asked", JSON.stringify({ base, clientId, verifier }));
      const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
      const query = new URLSearchParams({
        client_id: clientId,
        response_type: "code",
        redirect_uri: location.origin + "/callback",
        scope: "openid email",
        code_challenge: encode(new Uint8Array(hash)),
        code_challenge_method: "S256",
      });
      location.href = base + "/oauth2/authorize?" + query;
    };
    const { base, clientId, verifier } = JSON.parse(sessionStorage.getItem("asked") ?? "{}");
    const code = new URLSearchParams(location.search).get("code");
    if (code) {
      const redirect_uri = location.origin + "/callback";
      const form = { grant_type: "authorization_code", client_id: clientId, redirect_uri, code, code_verifier: verifier };
      const answer = await fetch(base + "/oauth2/token", { method: "POST", body: new URLSearchParams(form) });
      const tokens = await answer.json();
      const headers = { authorization: "Bearer " + tokens.access_token };
      const user = await (await fetch(base + "/oauth2/userInfo", { headers })).json();
      document.querySelector("#tokens").textContent = JSON.stringify({ tokens: Object.keys(tokens).sort(), user });
    }
  </script></html>`;
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/favicon")) return response.writeHead(204).end();
    response.setHeader("content-type", "text/html").end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url, stop };
}

async function openApp(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(`${app.url}/`);
  return page;
}

/** Starts a sign-in with PKCE, as an application does. */
async function startSignIn(page: Page, base: string): Promise<void> {
  await page.evaluate(`startSignIn(${JSON.stringify(base)}, ${JSON.stringify(clientId)})`);
}

/** What axe finds wrong with a page for people who do not see it or use no mouse. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const result = await page.evaluate("axe.run()");
  return (result as { violations: { id: string; help: string }[] }).violations.map(({ id, help }) => `${id}: ${help}`);
}

async function signedIn(page: Page): Promise<{ tokens: string[]; user: Record<string, string> }> {
  await page.waitForURL(`${app.url}/callback?**`);
  await page.waitForFunction("document.querySelector('#tokens').textContent !== ''");
  return JSON.parse(await page.locator("#tokens").innerText());
}

test("a user signs up at the domain's own host and comes back to the application with tokens", { timeout: 60_000 }, async () => {
  const base = `http://app.auth.localhost:${new URL(local.url).port}`;
  const page = await openApp();
  await startSignIn(page, base);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.getByRole("heading", { name: "Sign up" }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByText("A code was sent to a***@e***.").waitFor();
  assert.deepEqual(await violationsOf(page), []);
  const { code } = await local.inbox.next({ to: email });
  await page.getByLabel("Code").fill(code as string);
  await page.getByRole("button", { name: "Confirm" }).click();
  const { tokens, user } = await signedIn(page);
  assert.deepEqual(tokens, ["access_token", "expires_in", "id_token", "refresh_token", "token_type"]);
  assert.equal(user.email, email);
  assert.equal(user.email_verified, "true");
  await startSignIn(page, base);
  assert.equal((await signedIn(page)).user.email, email, "the browser is remembered");
});

test("a user signs in at the domain's path, after a wrong password, and signs out", { timeout: 60_000 }, async () => {
  const base = `${local.url}/_cognito/app`;
  const page = await openApp();
  await startSignIn(page, base);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill("wrong");
  const before = complaints.length;
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("Incorrect username or password.").waitFor();
  assert.deepEqual(await violationsOf(page), []);
  // The browser says of itself that the page came with status 400.
  assert.match(complaints.splice(before).join(), /^Failed to load resource: .* 400 \(Bad Request\)$/);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  assert.equal((await signedIn(page)).user.email, email);
  const logout = new URLSearchParams({ client_id: clientId, logout_uri: `${app.url}/` });
  await page.goto(`${base}/logout?${logout}`);
  assert.equal(page.url(), `${app.url}/`);
  await startSignIn(page, base);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
