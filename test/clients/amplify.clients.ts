import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { servePage } from "./amplify-page/serve.ts";
import { type LocalPools, newPassword, password, startPools, wrong } from "./local-pool.ts";
import { totp } from "./totp.ts";

// Amplify in a browser. Signing in is by SRP, its default, unless a test says otherwise. The tests go in their order.

let local: LocalPools;
let server: Awaited<ReturnType<typeof servePage>>;
let browser: BrowserContext;
let page: Page;
let ids: { userPoolId: string; clientId: string };
const userDataDir = mkdtempSync(join(tmpdir(), "foyer-chromium-"));
const email = "ann@example.com";
/** What the browser complained about, and how many refusals of ours it was to complain about. */
const complaints: string[] = [];
let refusals = 0;
/** Of the authenticator app. */
let secret: string;

before(async () => {
  [local, server] = await Promise.all([startPools(), servePage()]);
  ids = await local.createPool();
  browser = await chromium.launchPersistentContext(userDataDir, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  page = browser.pages()[0] ?? (await browser.newPage());
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await open(ids);
});
after(async () => {
  if (process.env.SCREENSHOT) await page?.screenshot({ path: process.env.SCREENSHOT });
  await browser?.close();
  await server?.stop();
  await local?.stop();
  rmSync(userDataDir, { recursive: true, force: true });
});

/** Opens the page for a pool, with other options of `signIn` than none. */
async function open({ userPoolId, clientId: userPoolClientId }: typeof ids, options: Record<string, string> = {}) {
  const query = new URLSearchParams({ userPoolId, userPoolClientId, userPoolEndpoint: local.aws.url, ...options });
  await page.goto(`${server.origin}/?${query}`);
  await page.waitForSelector("body[data-ready]");
}

const fill = (id: "email" | "password" | "code", value: string) => page.fill(`#${id}`, value);

async function press(button: string, state: "done" | "failed"): Promise<Record<string, unknown>> {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForSelector("output[data-state=done], output[data-state=failed]", { timeout: 15_000 });
  const text = (await page.textContent("output")) ?? "";
  assert.equal(await page.getAttribute("output", "data-state"), state, `${button}: ${text}`);
  return JSON.parse(text);
}

const does = (button: string) => press(button, "done");

/** @returns the name of the error that Amplify throws */
async function isRefused(button: string): Promise<unknown> {
  const { name } = await press(button, "failed");
  refusals += 1;
  return name;
}

async function signIn(): Promise<void> {
  const { isSignedIn } = await does("Sign in");
  assert.equal(isSignedIn, true);
}

async function signInWithTotp(): Promise<void> {
  const { isSignedIn, nextStep } = await does("Sign in");
  assert.equal(isSignedIn, false);
  assert.equal((nextStep as { signInStep: string }).signInStep, "CONFIRM_SIGN_IN_WITH_TOTP_CODE");
  // A code is good for one use, so this is the next one.
  local.aws.clock.advance(30_000);
  await fill("code", totp(secret, local.aws.clock.now()));
  assert.equal((await does("Answer challenge")).isSignedIn, true);
}

test("a user signs up and confirms with the code in the mail", async () => {
  await fill("email", email);
  await fill("password", password);
  const { isSignUpComplete, nextStep } = await does("Sign up");
  assert.equal(isSignUpComplete, false);
  assert.equal((nextStep as { signUpStep: string }).signUpStep, "CONFIRM_SIGN_UP");
  assert.equal(await isRefused("Sign up"), "UsernameExistsException");
  await fill("code", wrong(local.codeFor(email)));
  assert.equal(await isRefused("Confirm sign-up"), "CodeMismatchException");
  await fill("code", local.codeFor(email));
  assert.equal((await does("Confirm sign-up")).isSignUpComplete, true);
});

test("a sign-in by SRP gives a session with the groups of the user", async () => {
  await local.addToGroup(ids.userPoolId, email, "Staff");
  await fill("password", "Wrong-horse-7");
  assert.equal(await isRefused("Sign in"), "NotAuthorizedException");
  await fill("password", password);
  await signIn();
  const session = await does("Session");
  assert.deepEqual([session.email, session.groups], [email, ["Staff"]]);
  await page.reload();
  await page.waitForSelector("body[data-ready]");
  assert.deepEqual(await does("Session"), session);
  const refreshed = await does("Refresh");
  assert.equal(refreshed.sub, session.sub);
  assert.notEqual(refreshed.jti, session.jti);
});

test("a new e-mail address is verified by its code", async () => {
  const changed = "ann@example.org";
  await fill("email", changed);
  const { email: step } = (await does("Change e-mail")) as { email: { nextStep: { updateAttributeStep: string } } };
  assert.equal(step.nextStep.updateAttributeStep, "CONFIRM_ATTRIBUTE_WITH_CODE");
  await fill("code", local.codeFor(changed));
  await does("Confirm e-mail");
  const attributes = await does("Attributes");
  assert.deepEqual([attributes.email, attributes.email_verified], [changed, "true"]);
  await does("Sign out");
  assert.equal((await does("Session")).sub, null);
});

test("a forgotten password is replaced by a code", async () => {
  const { nextStep } = await does("Forgot password");
  assert.equal((nextStep as { resetPasswordStep: string }).resetPasswordStep, "CONFIRM_RESET_PASSWORD_WITH_CODE");
  await fill("password", newPassword);
  await fill("code", local.codeFor("ann@example.org"));
  await does("Set new password");
  await signIn();
});

test("an authenticator app is set up and asked for at the next sign-in", async () => {
  await local.setMfa(ids.userPoolId, { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } });
  secret = (await does("Set up TOTP")).secret as string;
  await fill("code", totp(secret, local.aws.clock.now()));
  await does("Verify TOTP");
  await does("Sign out");
  await signInWithTotp();
});

test("a user signs out everywhere, signs in again and deletes the account", async () => {
  await does("Sign out everywhere");
  assert.equal((await does("Session")).sub, null);
  await signInWithTotp();
  await does("Delete account");
  assert.equal(await isRefused("Sign in"), "UserNotFoundException");
});

async function signUpAndConfirm(address: string): Promise<void> {
  await fill("email", address);
  await fill("password", password);
  await does("Sign up");
  await fill("code", local.codeFor(address));
  await does("Confirm sign-up");
}

test("a remembered device signs in by its own secret", async () => {
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };
  await open(await local.createPool({ DeviceConfiguration }));
  await signUpAndConfirm("bob@example.com");
  await signIn();
  await does("Remember device");
  const calls: string[] = [];
  page.on("request", (request) => {
    const { ChallengeName } = request.method() === "POST" ? request.postDataJSON() : {};
    if (ChallengeName) calls.push(ChallengeName);
  });
  await does("Sign out");
  await signIn();
  page.removeAllListeners("request");
  assert.deepEqual(calls, ["PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"]);
  const devices = (await does("Devices")) as unknown as { id: string }[];
  assert.equal(devices.length, 1);
  await does("Sign out everywhere");
});

test("a custom challenge is asked and answered", async () => {
  const [DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse] = await Promise.all(
    ["define", "create", "verify"].map((name) => local.deploy(`custom-challenge.${name}`)),
  );
  const LambdaConfig = { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse };
  const ExplicitAuthFlows = ["ALLOW_CUSTOM_AUTH" as const, "ALLOW_USER_SRP_AUTH" as const, "ALLOW_REFRESH_TOKEN_AUTH" as const];
  const made = await local.createPool({ LambdaConfig }, { ExplicitAuthFlows });
  await open(made, { authFlowType: "CUSTOM_WITHOUT_SRP" });
  await signUpAndConfirm("cara@example.com");
  await fill("password", "");
  const { nextStep } = (await does("Sign in")) as { nextStep: { signInStep: string; additionalInfo: { question: string } } };
  assert.equal(nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE");
  assert.match(nextStep.additionalInfo.question, /roots/);
  await fill("code", "mountain");
  assert.equal((await does("Answer challenge")).isSignedIn, true);
  await does("Sign out");
  await open(made, { authFlowType: "CUSTOM_WITH_SRP" });
  await fill("email", "cara@example.com");
  await fill("password", password);
  assert.equal((await does("Sign in")).isSignedIn, false);
  await fill("code", "mountain");
  assert.equal((await does("Answer challenge")).isSignedIn, true);
  await does("Sign out");
});

test("a code by e-mail signs in without a password", async () => {
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] };
  const ExplicitAuthFlows = ["ALLOW_USER_AUTH" as const, "ALLOW_REFRESH_TOKEN_AUTH" as const];
  const made = await local.createPool({ Policies: { SignInPolicy } }, { ExplicitAuthFlows });
  await open(made, { authFlowType: "USER_AUTH" });
  await signUpAndConfirm("dora@example.com");
  await fill("password", "");
  const { nextStep } = (await does("Sign in")) as { nextStep: { signInStep: string; availableChallenges: string[] } };
  assert.equal(nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
  assert.deepEqual(nextStep.availableChallenges.toSorted(), ["EMAIL_OTP", "PASSWORD", "PASSWORD_SRP"]);
  await fill("code", "EMAIL_OTP");
  const asked = (await does("Answer challenge")) as { nextStep: { signInStep: string } };
  assert.equal(asked.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_EMAIL_CODE");
  await fill("code", local.codeFor("dora@example.com"));
  assert.equal((await does("Answer challenge")).isSignedIn, true);
  await does("Sign out");

  await open(made, { authFlowType: "USER_AUTH", preferredChallenge: "PASSWORD_SRP" });
  await fill("email", "dora@example.com");
  await fill("password", password);
  await signIn();
});

test("a passkey is made and signs in", async () => {
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "WEB_AUTHN" as const] };
  const ExplicitAuthFlows = ["ALLOW_USER_AUTH" as const, "ALLOW_USER_SRP_AUTH" as const, "ALLOW_REFRESH_TOKEN_AUTH" as const];
  const made = await local.createPool({ Policies: { SignInPolicy } }, { ExplicitAuthFlows });
  const WebAuthnConfiguration = { RelyingPartyId: "localhost", UserVerification: "required" as const };
  await local.setMfa(made.userPoolId, { MfaConfiguration: "OFF", WebAuthnConfiguration });
  const devtools = await browser.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await open(made);
  await signUpAndConfirm("gil@example.com");
  await signIn();
  await does("Create passkey");
  const { credentials } = (await does("Passkeys")) as { credentials: { relyingPartyId: string }[] };
  assert.deepEqual(
    credentials.map(({ relyingPartyId }) => relyingPartyId),
    ["localhost"],
  );
  await does("Sign out");
  await open(made, { authFlowType: "USER_AUTH", preferredChallenge: "WEB_AUTHN" });
  await fill("email", "gil@example.com");
  await signIn();
  assert.equal((await does("Session")).email, "gil@example.com");
  await does("Sign out");
  await devtools.detach();
});

test("a user signs up without a password, and the confirmation signs in", async () => {
  const SignInPolicy = { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] };
  const ExplicitAuthFlows = ["ALLOW_USER_AUTH" as const, "ALLOW_REFRESH_TOKEN_AUTH" as const];
  await open(await local.createPool({ Policies: { SignInPolicy } }, { ExplicitAuthFlows }));
  await fill("email", "eve@example.com");
  await fill("password", "");
  await does("Sign up");
  await fill("code", local.codeFor("eve@example.com"));
  const { nextStep } = (await does("Confirm sign-up")) as { nextStep: { signUpStep: string } };
  assert.equal(nextStep.signUpStep, "COMPLETE_AUTO_SIGN_IN");
  assert.equal((await does("Sign in automatically")).isSignedIn, true);
  assert.equal((await does("Session")).email, "eve@example.com");
  await does("Sign out");
});

test("a user whom an administrator created sets a password and an authenticator app at the first sign-in", async () => {
  const made = await local.createPool();
  await local.setMfa(made.userPoolId, { MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: true } });
  const Username = "fay@example.com";
  const UserAttributes = [
    { Name: "email", Value: Username },
    { Name: "email_verified", Value: "true" },
  ];
  const invitation = { UserPoolId: made.userPoolId, Username, UserAttributes, TemporaryPassword: password };
  await local.admin.send(new AdminCreateUserCommand(invitation));
  await open(made);
  await fill("email", Username);
  await fill("password", password);
  const first = (await does("Sign in")) as { nextStep: { signInStep: string } };
  assert.equal(first.nextStep.signInStep, "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED");
  await fill("code", newPassword);
  const second = (await does("Answer challenge")) as {
    nextStep: { signInStep: string; totpSetupDetails: { sharedSecret: string } };
  };
  assert.equal(second.nextStep.signInStep, "CONTINUE_SIGN_IN_WITH_TOTP_SETUP");
  await fill("code", totp(second.nextStep.totpSetupDetails.sharedSecret, local.aws.clock.now()));
  assert.equal((await does("Answer challenge")).isSignedIn, true);
  await does("Sign out");
});

test("nobody is told which users exist if the app client hides it", async () => {
  await open(await local.createPool({}, { PreventUserExistenceErrors: "ENABLED" }));
  await fill("email", "nobody@example.com");
  await fill("password", password);
  assert.equal(await isRefused("Sign in"), "NotAuthorizedException");
  const { nextStep } = (await does("Forgot password")) as { nextStep: { resetPasswordStep: string } };
  assert.equal(nextStep.resetPasswordStep, "CONFIRM_RESET_PASSWORD_WITH_CODE");
  await fill("code", "123456");
  assert.equal(await isRefused("Set new password"), "CodeMismatchException");
});

test("the browser had nothing to complain about but the refusals", async () => {
  const refused = complaints.filter((text) => /Failed to load resource: .* status of 400/.test(text));
  assert.deepEqual([complaints.length, refused.length], [refusals, refusals], complaints.join("\n"));
});
