import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  GetUserCommand,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createUser } from "../../mfa/test-sign-ins.ts";
import { password, startPools } from "../../test-pools.ts";
import { claimsOf } from "../../tokens/test-tokens.ts";
import { callback, pkce, startHostedPool } from "../test-hosted-pages.ts";

describe("OAuth at a pool's domain", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  before(async () => {
    pools = await startPools();
  });
  after(async () => {
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  /** A hosted pool with a user, and the code that the user's browser brought for a request. */
  async function started(appClient: Parameters<typeof startHostedPool>[2] = {}) {
    const hosted = await startHostedPool(pools, {}, appClient);
    await createUser(pools, hosted.UserPoolId, "ada", { email: "ada@example.com", name: "Ada" });
    const signedIn = hosted.browser();
    await signedIn.submit(await signedIn.open(hosted.authorizeUrl()), { username: "ada", password });
    const ask = async (query: Record<string, string | undefined> = {}) => (await signedIn.open(hosted.authorizeUrl(query))).url;
    const code = async (query?: Record<string, string>) => (await ask(query)).searchParams.get("code");
    return { ...hosted, signedIn, ask, code };
  }

  test("a code is good once, for five minutes, with its verifier, and for its own client and address", async () => {
    const hosted = await started();
    const refused = { error: "invalid_grant" };
    const { verifier, query } = pkce();
    assert.deepEqual((await hosted.redeem(await hosted.code(query), { code_verifier: pkce().verifier })).body, refused);
    assert.deepEqual((await hosted.redeem(await hosted.code(query))).body, refused, "no verifier");
    const other = "https://app.example.com/other";
    assert.deepEqual((await hosted.redeem(await hosted.code(), { redirect_uri: other })).body, refused);
    assert.deepEqual((await hosted.redeem("1d0f4a8e-0000-4000-8000-000000000000")).body, refused);
    const late = await hosted.code();
    pools.clock.advance(5 * 60_000);
    assert.deepEqual((await hosted.redeem(late)).body, refused);
    const made = await pools.client.send(new CreateUserPoolClientCommand({ UserPoolId: hosted.UserPoolId, ClientName: "other" }));
    const used = await hosted.code(query);
    const stranger = { client_id: made.UserPoolClient?.ClientId, code_verifier: verifier };
    assert.deepEqual((await hosted.redeem(used, stranger)).body, refused);
    assert.equal((await hosted.redeem(used, { code_verifier: verifier })).status, 200);
    assert.deepEqual((await hosted.redeem(used, { code_verifier: verifier })).body, refused, "used");
  });

  test("an address in letters of any language is led to, as a header can write it", async () => {
    const address = "https://exämple.test/zurück✓?x=ü";
    const hosted = await startHostedPool(pools, {}, { CallbackURLs: [address], LogoutURLs: [address] });
    const led = async (path: string, query: Record<string, string>) => {
      const answer = await fetch(hosted.at(path, { client_id: hosted.ClientId, ...query }), { redirect: "manual" });
      return [answer.status, answer.headers.get("location")];
    };
    const encoded = "https://ex%C3%A4mple.test/zur%C3%BCck%E2%9C%93?x=%C3%BC";
    assert.deepEqual(await led("/logout", { logout_uri: address }), [302, encoded]);
    const [, refusal] = await led("/oauth2/authorize", { redirect_uri: address, response_type: "x" });
    assert.match(String(refusal), /^https:\/\/ex%C3%A4mple\.test\/zur%C3%BCck%E2%9C%93\?x=%C3%BC&error=invalid_request&/);
  });

  test("an address that is not the client's to the letter gets nothing, not even an error", async () => {
    const hosted = await started();
    for (const redirect_uri of [
      `${callback}/`,
      `${callback}?x=1`,
      "https://evil.example.com/",
      `${callback}/../other`,
      "//evil",
    ]) {
      const end = await hosted.signedIn.open(hosted.authorizeUrl({ redirect_uri }));
      assert.equal(end.url.pathname, `/_cognito/${hosted.Domain}/error`, redirect_uri);
      assert.equal(end.url.searchParams.get("error"), "redirect_mismatch");
      assert.equal(end.status, 400);
    }
    const unknown = await hosted.signedIn.open(hosted.authorizeUrl({ client_id: "nobody" }));
    assert.match(unknown.text, /Client does not exist\./);
  });

  test("what a client may not ask for is refused at its own address, with its state", async () => {
    const hosted = await started({ AllowedOAuthFlows: ["code"], AllowedOAuthScopes: ["openid", "email"] });
    const refusal = async (query: Record<string, string | undefined>) => {
      const url = await hosted.ask({ state: "s", ...query });
      assert.equal(url.origin + url.pathname, callback);
      const answer = url.hash ? new URLSearchParams(url.hash.slice(1)) : url.searchParams;
      assert.equal(answer.get("state"), "s");
      return answer.get("error");
    };
    assert.equal(await refusal({ response_type: undefined }), "invalid_request");
    assert.equal(await refusal({ response_type: "token" }), "unauthorized_client");
    assert.equal(await refusal({ scope: "openid profile" }), "invalid_scope");
    assert.equal(await refusal({ scope: "email" }), "invalid_scope");
    assert.equal(await refusal({ ...pkce().query, code_challenge_method: "plain" }), "invalid_request");
    assert.equal(await refusal({ code_challenge: pkce().query.code_challenge }), "invalid_request");
  });

  test("prompt=none answers at once either way, and prompt=login asks again", async () => {
    const hosted = await started();
    assert.ok((await hosted.ask({ prompt: "none" })).searchParams.get("code"));
    assert.equal((await hosted.ask({ prompt: "login" })).pathname, `/_cognito/${hosted.Domain}/login`);
    const nobody = await hosted.browser().open(hosted.authorizeUrl({ prompt: "none" }));
    assert.equal(nobody.url.searchParams.get("error"), "login_required");
  });

  test("the implicit flow gives tokens in the fragment, and no refresh token", async () => {
    const hosted = await started();
    const url = await hosted.ask({ response_type: "token", scope: "openid", state: "s" });
    assert.equal(url.search, "");
    const answer = new URLSearchParams(url.hash.slice(1));
    assert.deepEqual([...answer.keys()].sort(), ["access_token", "expires_in", "id_token", "state", "token_type"]);
    assert.equal(claimsOf(answer.get("id_token") as string).name, "Ada");
  });

  test("scopes decide which attributes are shown, whether there is an ID token, and stay over a refresh", async () => {
    const hosted = await started();
    const tokens = async (scope: string) => (await hosted.redeem(await hosted.code({ scope }))).body;
    const email = await tokens("openid email");
    const { name, email: address } = claimsOf(email.id_token);
    assert.deepEqual({ name, address }, { name: undefined, address: "ada@example.com" });
    assert.equal(claimsOf((await tokens("openid")).id_token).name, "Ada");
    const admin = await tokens("aws.cognito.signin.user.admin");
    assert.equal(admin.id_token, undefined);
    await pools.client.send(new GetUserCommand({ AccessToken: admin.access_token }));
    await assert.rejects(pools.client.send(new GetUserCommand({ AccessToken: email.access_token })), {
      message: "Access Token does not have required scopes",
    });
    const form = { grant_type: "refresh_token", client_id: hosted.ClientId };
    const refreshed = (await hosted.post("/oauth2/token", { ...form, refresh_token: email.refresh_token })).body;
    assert.equal(claimsOf(refreshed.access_token).scope, "openid email");
    assert.equal(claimsOf(refreshed.id_token).name, undefined);
    assert.equal(claimsOf(refreshed.id_token).auth_time, claimsOf(email.id_token).auth_time);
    assert.equal(refreshed.refresh_token, undefined);
    const api = await pools.client.send(
      new InitiateAuthCommand({
        ClientId: hosted.ClientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: email.refresh_token },
      }),
    );
    assert.equal(claimsOf(api.AuthenticationResult?.AccessToken).scope, "openid email");
    assert.deepEqual((await hosted.post("/oauth2/token", { ...form, refresh_token: "x" })).body, { error: "invalid_grant" });
  });

  test("a revoked sign-in has no userInfo, and a token of the API has none either", async () => {
    const hosted = await started();
    const { body } = await hosted.redeem(await hosted.code());
    const info = (token: string) => fetch(`${hosted.base}/oauth2/userInfo`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await info(body.access_token)).status, 200);
    const revoke = { token: body.refresh_token, client_id: hosted.ClientId };
    assert.equal((await hosted.post("/oauth2/revoke", revoke)).status, 200);
    const revoked = await info(body.access_token);
    assert.equal(revoked.status, 401);
    assert.match(revoked.headers.get("www-authenticate") ?? "", /invalid_token.*Access Token has been revoked/);
    assert.deepEqual((await hosted.post("/oauth2/revoke", { ...revoke, token: body.access_token })).body, {
      error: "unsupported_token_type",
    });
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    const signIn = new InitiateAuthCommand({ ClientId: hosted.ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    const { AuthenticationResult } = await pools.client.send(signIn);
    assert.equal((await info(AuthenticationResult?.AccessToken as string)).status, 401);
    assert.equal((await fetch(`${hosted.base}/oauth2/userInfo`)).status, 400);
  });

  test("a program gets a token for itself with the scopes of a resource server, by its secret in either form", async () => {
    const hosted = await startHostedPool(pools);
    const { UserPoolId } = hosted;
    const Scopes = [{ ScopeName: "read", ScopeDescription: "read" }];
    await pools.client.send(new CreateResourceServerCommand({ UserPoolId, Identifier: "api", Name: "api", Scopes }));
    const made = await pools.client.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName: "program",
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["client_credentials"],
        AllowedOAuthScopes: ["api/read"],
      }),
    );
    const { ClientId: client_id, ClientSecret: client_secret } = made.UserPoolClient ?? {};
    const form = { grant_type: "client_credentials", scope: "api/read" };
    const basic = (secret: string | undefined) => ({
      authorization: `Basic ${Buffer.from(`${client_id}:${secret}`).toString("base64")}`,
    });
    const { body } = await hosted.post("/oauth2/token", form, basic(client_secret));
    assert.deepEqual(Object.keys(body).sort(), ["access_token", "expires_in", "token_type"]);
    const { sub, scope, token_use } = claimsOf(body.access_token);
    assert.deepEqual({ sub, scope, token_use }, { sub: client_id, scope: "api/read", token_use: "access" });
    assert.equal((await hosted.post("/oauth2/token", { ...form, client_id, client_secret })).status, 200);
    for (const answer of [
      await hosted.post("/oauth2/token", form, basic("wrong")),
      await hosted.post("/oauth2/token", { ...form, client_id }),
      await hosted.post("/oauth2/token", form),
    ]) {
      assert.deepEqual([answer.status, answer.body], [400, { error: "invalid_client" }]);
    }
    const more = await hosted.post("/oauth2/token", { ...form, scope: "api/write" }, basic(client_secret));
    assert.deepEqual(more.body, { error: "invalid_scope" });
    const user = await hosted.post("/oauth2/token", { ...form, client_id: hosted.ClientId, scope: undefined });
    assert.deepEqual(user.body, { error: "unauthorized_client" });
    const none = await hosted.post("/oauth2/token", { grant_type: "password", client_id });
    assert.deepEqual(none.body, { error: "unsupported_grant_type" });

    const fn = pools.deploy(
      "client-tokens",
      `note([event.triggerSource, event.version, event.request.scopes]);
      event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration: { claimsToAddOrOverride: { tier: "gold" } } };
      return event;`,
    );
    const PreTokenGenerationConfig = { LambdaVersion: "V3_0", LambdaArn: fn.functionArn } as const;
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig: { PreTokenGenerationConfig } }));
    const asked = await hosted.post("/oauth2/token", form, basic(client_secret));
    assert.equal(claimsOf(asked.body.access_token).tier, "gold");
    assert.deepEqual(fn.notes(), [["TokenGeneration_ClientCredentials", "3", ["api/read"]]]);
  });

  test("the second version of the pre token generation trigger sees the scopes and can change them", async () => {
    const hosted = await started();
    const fn = pools.deploy(
      "page-scopes",
      `note(event.request.scopes);
      event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration: { scopesToAdd: ["more"], scopesToSuppress: ["email"] } };
      return event;`,
    );
    const PreTokenGenerationConfig = { LambdaVersion: "V2_0", LambdaArn: fn.functionArn } as const;
    const { UserPoolId } = hosted;
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig: { PreTokenGenerationConfig } }));
    const { body } = await hosted.redeem(await hosted.code({ scope: "openid email" }));
    assert.equal(claimsOf(body.access_token).scope, "openid more");
    assert.deepEqual(fn.notes(), [["openid", "email"]]);
  });

  test("the pool's discovery document names the endpoints of its domain", async () => {
    const hosted = await startHostedPool(pools);
    const answer = await fetch(`${pools.url}/${hosted.UserPoolId}/.well-known/openid-configuration`);
    const document = (await answer.json()) as Record<string, string>;
    assert.equal(document.authorization_endpoint, `${hosted.base}/oauth2/authorize`);
    assert.equal(document.token_endpoint, `${hosted.base}/oauth2/token`);
    assert.equal(document.userinfo_endpoint, `${hosted.base}/oauth2/userInfo`);
  });

  test("a domain that nobody has, and a page that no domain has, are not found", async () => {
    const hosted = await startHostedPool(pools);
    assert.equal((await fetch(`${pools.url}/_cognito/nowhere/login`)).status, 404);
    assert.equal((await fetch(`${hosted.base}/nowhere`)).status, 404);
    assert.equal((await fetch(`${hosted.base}/login`, { method: "PUT" })).status, 404);
  });
});
