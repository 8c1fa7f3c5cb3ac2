import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { after, before, describe, test } from "node:test";
import {
  CreateIdentityProviderCommand,
  type IdentityProviderTypeType,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { callback, startHostedPool } from "../hosted-pages/test-hosted-pages.ts";
import { WebBrowser } from "../hosted-pages/test-web-browser.ts";
import { startPools } from "../test-pools.ts";
import { claimsOf } from "../tokens/test-tokens.ts";
import { startSocialProvider } from "./test-social-provider.ts";

describe("the providers that Cognito knows by name", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  let provider: Awaited<ReturnType<typeof startSocialProvider>>;
  before(async () => {
    pools = await startPools();
    provider = await startSocialProvider();
  });
  after(async () => {
    await provider.stop();
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  /** A pool with a provider of a type, whose endpoints are this machine's. */
  async function started(
    type: IdentityProviderTypeType,
    details: Record<string, string>,
    AttributeMapping: Record<string, string>,
  ) {
    const hosted = await startHostedPool(pools);
    const { UserPoolId, ClientId } = hosted;
    const endpoints = { authorize_url: `${provider.issuer}/authorize`, token_url: `${provider.issuer}/token` };
    await pools.client.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: type,
        ProviderType: type,
        ProviderDetails: { client_id: "app", client_secret: "secret", ...endpoints, ...details },
        AttributeMapping,
      }),
    );
    await pools.client.send(
      new UpdateUserPoolClientCommand({
        UserPoolId,
        ClientId,
        SupportedIdentityProviders: [type],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid"],
        CallbackURLs: [callback],
      }),
    );
    provider.asked.length = 0;
    const browser = new WebBrowser(new URL(pools.url).origin, provider.issuer);
    return {
      ...hosted,
      webBrowser: browser,
      async claims() {
        const { url } = await browser.open(hosted.authorizeUrl());
        return claimsOf((await hosted.redeem(url.searchParams.get("code"))).body.id_token ?? url.href);
      },
      request: (path: string) => provider.asked.find(({ url }) => url.pathname === path),
    };
  }
  const idToken = (nonce: string | null, claims: object) => {
    const now = Math.floor(Date.now() / 1_000);
    return provider.token({ iss: provider.issuer, aud: "app", sub: "7", nonce, iat: now, exp: now + 300, ...claims });
  };

  test("Google: the ID token says who it is", async () => {
    const details = { authorize_scopes: "openid email", oidc_issuer: provider.issuer };
    const google = await started("Google", details, { email: "email", email_verified: "email_verified" });
    provider.says.tokens = (nonce) => ({ id_token: idToken(nonce, { email: "g@example.com", email_verified: true }) });
    const claims = await google.claims();
    assert.equal(claims["cognito:username"], "Google_7");
    assert.equal(claims.email_verified, true);
    assert.equal((claims.identities as Record<string, string>[])[0]?.providerType, "Google");
  });

  test("Facebook: tokens by GET, and the attributes that are mapped by name", async () => {
    const details = { authorize_scopes: "public_profile,email", attributes_url: `${provider.issuer}/me` };
    const facebook = await started("Facebook", details, { email: "email", name: "name" });
    provider.says.tokens = () => ({ access_token: "for-facebook" });
    provider.says.userInfo = { id: "99", email: "f@example.com", name: "Flo" };
    const claims = await facebook.claims();
    assert.equal(claims["cognito:username"], "Facebook_99");
    assert.equal(claims.email_verified, false, "Facebook does not say so");
    assert.equal(facebook.request("/token")?.method, "GET");
    assert.equal(facebook.request("/authorize")?.url.searchParams.get("scope"), "public_profile,email");
    assert.equal(facebook.request("/me")?.url.searchParams.get("fields"), "id,email,name");
    assert.equal(facebook.request("/me")?.headers.authorization, "Bearer for-facebook");
  });

  test("Login with Amazon: the profile's user_id is who it is", async () => {
    const details = { authorize_scopes: "profile", attributes_url: `${provider.issuer}/me` };
    const amazon = await started("LoginWithAmazon", details, { email: "email" });
    provider.says.tokens = () => ({ access_token: "for-amazon" });
    provider.says.userInfo = { user_id: "amzn1.account.A", email: "a@example.com" };
    assert.equal((await amazon.claims())["cognito:username"], "LoginWithAmazon_amzn1.account.A");
  });

  test("Sign in with Apple: a secret that the team's key signs, and an answer by a form", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const private_key = privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");
    const details = {
      team_id: "TEAM",
      key_id: "KEY",
      private_key,
      authorize_scopes: "email name",
      oidc_issuer: provider.issuer,
    };
    const apple = await started("SignInWithApple", details, { email: "email" });
    provider.says.tokens = (nonce) => ({ id_token: idToken(nonce, { email: "x@privaterelay.example.com" }) });
    const away = new WebBrowser(new URL(pools.url).origin);
    const { url } = await away.open(apple.authorizeUrl());
    assert.equal(url.searchParams.get("response_mode"), "form_post");
    const atProvider = await new WebBrowser(provider.issuer).open(url);
    // As Apple does: a page of another site posts it, with no cookie of ours.
    const answer = await fetch(atProvider.url.origin + atProvider.url.pathname, {
      method: "POST",
      body: new URLSearchParams(atProvider.url.search),
      headers: { origin: "https://appleid.apple.com", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      redirect: "manual",
    });
    assert.equal(answer.status, 302);
    const end = await away.open(answer.headers.get("location") as string);
    assert.equal(
      claimsOf((await apple.redeem(end.url.searchParams.get("code"))).body.id_token)["cognito:username"],
      "SignInWithApple_7",
    );
    const secret = apple.request("/token")?.form.get("client_secret") ?? "";
    const [header, body, signature = ""] = secret.split(".");
    const key = { key: createPublicKey(publicKey.export({ type: "spki", format: "pem" })), dsaEncoding: "ieee-p1363" } as const;
    assert.ok(verify("sha256", Buffer.from(`${header}.${body}`), key, Buffer.from(signature, "base64url")));
    assert.equal(claimsOf(secret).iss, "TEAM");
  });
});
