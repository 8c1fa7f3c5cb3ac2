import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import { authenticatorCode } from "../mfa/test-authenticator.ts";
import { createUser } from "../mfa/test-sign-ins.ts";
import { password, startPools } from "../test-pools.ts";
import { claimsOf } from "../tokens/test-tokens.ts";
import { callback, pkce, startHostedPool } from "./test-hosted-pages.ts";

describe("the pages of a domain", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  before(async () => {
    pools = await startPools();
  });
  after(async () => {
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  test("a user signs up, confirms by the code of the mail, and is signed in at the client, with PKCE, state and nonce", async () => {
    const hosted = await startHostedPool(pools, { UsernameAttributes: ["email"] });
    const browser = hosted.browser();
    const { verifier, query } = pkce();
    const start = hosted.authorizeUrl({ ...query, scope: "openid email", state: "a b&c", nonce: "n-1" });
    const login = await browser.open(start);
    assert.equal(login.status, 200);
    assert.match(login.text, /<h1>Sign in<\/h1>/);
    const signUp = await browser.follow(login, "Sign up");
    const confirm = await browser.submit(signUp, { username: "ada@example.com", password });
    assert.match(confirm.text, /A code was sent to a\*\*\*@e\*\*\*\./);
    const wrong = await browser.submit(confirm, { code: "x" }, "/confirm");
    assert.match(wrong.text, /role="alert">Invalid verification code provided, please try again\./);
    const end = await browser.submit(wrong, { code: await pools.codeFor("ada@example.com") }, "/confirm");
    assert.equal(end.url.origin + end.url.pathname, callback);
    assert.equal(end.url.searchParams.get("state"), "a b&c");

    const code = end.url.searchParams.get("code");
    const { status, body, headers } = await hosted.redeem(code, { code_verifier: verifier });
    assert.equal(status, 200);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.deepEqual(Object.keys(body).sort(), ["access_token", "expires_in", "id_token", "refresh_token", "token_type"]);
    const jwksCache = new SimpleJwksCache();
    const keys = await fetch(`${pools.url}/${hosted.UserPoolId}/.well-known/jwks.json`);
    const verifierOf = (tokenUse: "id" | "access") => {
      const made = CognitoJwtVerifier.create(
        { userPoolId: hosted.UserPoolId, tokenUse, clientId: hosted.ClientId },
        { jwksCache },
      );
      return made;
    };
    jwksCache.addJwks(
      `https://cognito-idp.us-east-1.amazonaws.com/${hosted.UserPoolId}/.well-known/jwks.json`,
      (await keys.json()) as never,
    );
    const id = await verifierOf("id").verify(body.id_token);
    const access = await verifierOf("access").verify(body.access_token);
    assert.equal(id.email, "ada@example.com");
    assert.equal(id.email_verified, true);
    assert.equal(id.nonce, "n-1");
    assert.ok(id.at_hash);
    assert.equal(access.scope, "openid email");
    assert.equal(access.sub, id.sub);

    const info = await fetch(`${hosted.base}/oauth2/userInfo`, { headers: { authorization: `Bearer ${body.access_token}` } });
    assert.deepEqual(await info.json(), { sub: id.sub, email: "ada@example.com", email_verified: "true", username: id.sub });

    const again = await browser.open(hosted.authorizeUrl());
    assert.ok(again.url.searchParams.get("code"), "a browser that is signed in is not asked again");
  });

  test("a forgotten password is changed by a code, and a wrong one is counted by the lockout", async () => {
    const hosted = await startHostedPool(pools);
    await createUser(pools, hosted.UserPoolId, "bob", { email: "bob@example.com", email_verified: "true" });
    const browser = hosted.browser();
    let page = await browser.open(hosted.authorizeUrl());
    for (let failure = 1; failure <= 5; failure++) {
      page = await browser.submit(page, { username: "bob", password: "wrong" });
      assert.equal(page.status, 400);
      assert.match(page.text, /Incorrect username or password\./);
    }
    page = await browser.submit(page, { username: "bob", password });
    assert.match(page.text, /Password attempts exceeded/);
    pools.clock.advance(16 * 60_000);
    const forgot = await browser.follow(page, "Forgot your password?");
    const change = await browser.submit(forgot, { username: "bob" });
    const changed = await browser.submit(change, { code: await pools.codeFor("bob@example.com"), password: "New-horse-7" });
    assert.match(changed.text, /Your password has been changed\./);
    const end = await browser.submit(changed, { username: "bob", password: "New-horse-7" });
    assert.equal((await hosted.redeem(end.url.searchParams.get("code"))).status, 200);
  });

  test("a temporary password is changed and an authenticator app is set up, then asked for", async () => {
    const hosted = await startHostedPool(pools);
    const { UserPoolId } = hosted;
    const mfa = { UserPoolId, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: true } } as const;
    await pools.client.send(new SetUserPoolMfaConfigCommand(mfa));
    const create = { UserPoolId, Username: "cleo", TemporaryPassword: "Temp-horse-7", MessageAction: "SUPPRESS" } as const;
    await pools.client.send(new AdminCreateUserCommand(create));
    const browser = hosted.browser();
    const login = await browser.open(hosted.authorizeUrl());
    const newPassword = await browser.submit(login, { username: "cleo", password: "Temp-horse-7" });
    assert.match(newPassword.text, /<h1>Choose a new password<\/h1>/);
    const weak = await browser.submit(newPassword, { NEW_PASSWORD: "short" });
    assert.match(weak.text, /Password did not conform with policy/);
    const setUp = await browser.submit(weak, { NEW_PASSWORD: password });
    const secret = /<code>([A-Z2-7]+)<\/code>/.exec(setUp.text)?.[1] as string;
    const end = await browser.submit(setUp, { SET_UP_CODE: authenticatorCode(secret, pools.clock.now()) });
    assert.ok(end.url.searchParams.get("code"));

    pools.clock.advance(60_000);
    const other = hosted.browser();
    const asked = await other.submit(await other.open(hosted.authorizeUrl()), { username: "cleo", password });
    const refused = await other.submit(asked, { SOFTWARE_TOKEN_MFA_CODE: "000000" });
    assert.match(refused.text, /Invalid code received for user/);
    const met = await other.submit(refused, { SOFTWARE_TOKEN_MFA_CODE: authenticatorCode(secret, pools.clock.now()) });
    const { body } = await hosted.redeem(met.url.searchParams.get("code"));
    assert.equal(claimsOf(body.access_token).username, "cleo");
  });

  test("the triggers are those of SignUp, ConfirmSignUp and InitiateAuth, and the tokens are TokenGeneration_HostedAuth's", async () => {
    const hosted = await startHostedPool(pools);
    const fn = pools.deploy("page-triggers", "note([event.triggerSource, event.callerContext.clientId]); return event;");
    const triggers = ["PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication", "PreTokenGeneration"];
    const LambdaConfig = Object.fromEntries(triggers.map((name) => [name, fn.functionArn]));
    const AutoVerifiedAttributes = ["email"] as const;
    await pools.client.send(
      new UpdateUserPoolCommand({
        UserPoolId: hosted.UserPoolId,
        LambdaConfig,
        AutoVerifiedAttributes: [...AutoVerifiedAttributes],
      }),
    );
    const browser = hosted.browser();
    const signUp = await browser.follow(await browser.open(hosted.authorizeUrl()), "Sign up");
    const confirm = await browser.submit(signUp, { username: "dora", "attributes.email": "dora@example.com", password });
    await browser.submit(confirm, { code: await pools.codeFor("dora@example.com") }, "/confirm");
    const other = hosted.browser();
    await other.submit(await other.open(hosted.authorizeUrl()), { username: "dora", password });
    const fired = ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp", "TokenGeneration_HostedAuth"];
    const signedIn = ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_HostedAuth"];
    assert.deepEqual(
      fn.notes(),
      [...fired, ...signedIn].map((source) => [source, hosted.ClientId]),
    );
  });

  test("what a function says against a sign-in is shown, and what it says against the tokens goes to the client", async () => {
    const hosted = await startHostedPool(pools);
    await createUser(pools, hosted.UserPoolId, "eve", {});
    const deny = pools.deploy("deny-page", 'throw new Error("not <b>today</b>")');
    const deployed = (LambdaConfig: object) =>
      pools.client.send(new UpdateUserPoolCommand({ UserPoolId: hosted.UserPoolId, LambdaConfig }));
    await deployed({ PreAuthentication: deny.functionArn });
    const browser = hosted.browser();
    const page = await browser.submit(await browser.open(hosted.authorizeUrl()), { username: "eve", password });
    assert.match(page.text, /PreAuthentication failed with error not &lt;b&gt;today&lt;\/b&gt;\./);
    await deployed({ PreTokenGeneration: deny.functionArn });
    const end = await browser.submit(page, { username: "eve", password });
    assert.equal(end.url.searchParams.get("error"), "invalid_request");
    assert.equal(end.url.searchParams.get("error_description"), "PreTokenGeneration failed with error not <b>today</b>.");
  });

  test("a form from elsewhere, a session that is over and a disabled user get nothing", async () => {
    const hosted = await startHostedPool(pools);
    await createUser(pools, hosted.UserPoolId, "finn", {});
    const browser = hosted.browser();
    const login = await browser.open(hosted.authorizeUrl());
    const foreign = await browser.submit(login, { username: "finn", password, _csrf: "x".repeat(43) });
    assert.equal(foreign.url.pathname, `/_cognito/${hosted.Domain}/error`);
    assert.match(foreign.text, /The form has expired/);
    const stranger = await hosted.browser().submit(login, { username: "finn", password });
    assert.match(stranger.text, /The form has expired/, "another browser's form");
    const end = await browser.submit(login, { username: "finn", password });
    assert.ok(end.url.searchParams.get("code"));
    pools.clock.advance(3_601_000);
    assert.equal((await browser.open(hosted.authorizeUrl())).url.pathname, `/_cognito/${hosted.Domain}/login`);
    await browser.submit(await browser.open(hosted.authorizeUrl()), { username: "finn", password });
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId: hosted.UserPoolId, Username: "finn" }));
    assert.equal((await browser.open(hosted.authorizeUrl())).url.pathname, `/_cognito/${hosted.Domain}/login`);
  });

  test("pages escape what they show, run no script, and are in no frame", async () => {
    const hosted = await startHostedPool(pools);
    const browser = hosted.browser();
    const evil = '"><script>alert(1)</script>';
    const page = await browser.open(hosted.authorizeUrl({ state: evil, login_hint: evil }));
    assert.ok(!page.text.includes("<script"), page.text);
    const policy = page.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /form-action 'self' https:\/\/app\.example\.com;/);
    assert.match(policy, /frame-ancestors 'none'/);
    const wrong = await browser.submit(page, { username: evil, password: "x" });
    assert.ok(!wrong.text.includes("<script"));
    const error = await browser.open(hosted.at("/error", { error: evil, error_description: evil }));
    assert.ok(!error.text.includes("<script"));
  });

  test("the domain is found by its host too, and signs out at the client's own addresses alone", async () => {
    const hosted = await startHostedPool(pools);
    await createUser(pools, hosted.UserPoolId, "gus", {});
    const browser = hosted.browser();
    await browser.submit(await browser.open(hosted.authorizeUrl()), { username: "gus", password });
    const bye = { client_id: hosted.ClientId, logout_uri: "https://app.example.com/bye" };
    const foreign = await browser.open(hosted.at("/logout", { ...bye, logout_uri: "https://app.example.com/bye/../x" }));
    assert.match(foreign.text, /redirect_mismatch/);
    assert.equal((await browser.open(hosted.at("/logout", bye))).url.href, bye.logout_uri);
    const login = await browser.open(hosted.authorizeUrl());
    assert.equal(login.url.pathname, `/_cognito/${hosted.Domain}/login`);
    await browser.submit(login, { username: "gus", password });
    const form = { client_id: hosted.ClientId, redirect_uri: callback, response_type: "code" };
    const signIn = await browser.open(hosted.at("/logout", form));
    assert.equal(signIn.url.pathname, `/_cognito/${hosted.Domain}/login`);
    const { port } = new URL(pools.url);
    const address = new URL(hosted.authorizeUrl().replace(`${hosted.base}`, `http://${hosted.Domain}.auth.localhost:${port}`));
    const { request } = await import("node:http");
    const location = await new Promise((resolve, reject) => {
      const about = { host: "127.0.0.1", port, path: address.pathname + address.search, headers: { host: address.host } };
      request(about, (answer) => resolve(answer.resume().headers.location))
        .on("error", reject)
        .end();
    });
    assert.match(String(location), /^\/login\?client_id=/);
  });

  test("a user who is not confirmed is led to the code, and none is told apart from nobody where the client hides it", async () => {
    const hosted = await startHostedPool(pools, {}, { PreventUserExistenceErrors: "ENABLED" });
    const browser = hosted.browser();
    const signUp = await browser.follow(await browser.open(hosted.authorizeUrl()), "Sign up");
    await browser.submit(signUp, { username: "hal", "attributes.email": "hal@example.com", password });
    const other = hosted.browser();
    const confirm = await other.submit(await other.open(hosted.authorizeUrl()), { username: "hal", password });
    assert.match(confirm.text, /User is not confirmed\./);
    const sent = await other.submit(confirm, {}, "/resendcode");
    assert.match(sent.text, /A code was sent to h\*\*\*@e\*\*\*\./);
    const login = await other.submit(sent, { code: await pools.codeFor("hal@example.com") }, "/confirm");
    assert.match(login.text, /Your registration has been confirmed\./, "this browser has not signed up, so it must sign in");
    const nobody = await other.submit(login, { username: "nobody", password });
    assert.match(nobody.text, /Incorrect username or password\./);
    const got = await pools.client.send(new AdminGetUserCommand({ UserPoolId: hosted.UserPoolId, Username: "hal" }));
    assert.equal(got.UserStatus, "CONFIRMED");
  });
});
