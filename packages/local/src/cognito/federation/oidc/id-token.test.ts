import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { CreateIdentityProviderCommand, UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { callback, startHostedPool } from "../../hosted-pages/test-hosted-pages.ts";
import { WebBrowser } from "../../hosted-pages/test-web-browser.ts";
import { startPools } from "../../test-pools.ts";
import { startSocialProvider } from "../test-social-provider.ts";

describe("an ID token of a provider", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  let provider: Awaited<ReturnType<typeof startSocialProvider>>;
  let hosted: Awaited<ReturnType<typeof startHostedPool>>;
  before(async () => {
    pools = await startPools();
    provider = await startSocialProvider();
    hosted = await startHostedPool(pools);
    const { UserPoolId, ClientId } = hosted;
    await pools.client.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: "Acme",
        ProviderType: "OIDC",
        ProviderDetails: {
          client_id: "pool",
          client_secret: "a-secret-that-is-known",
          authorize_scopes: "openid",
          oidc_issuer: provider.issuer,
          attributes_request_method: "GET",
        },
      }),
    );
    await pools.client.send(
      new UpdateUserPoolClientCommand({
        UserPoolId,
        ClientId,
        SupportedIdentityProviders: ["Acme"],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid"],
        CallbackURLs: [callback],
      }),
    );
  });
  after(async () => {
    await provider.stop();
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  const seconds = () => Math.floor(Date.now() / 1_000);
  const good = (nonce: string | null) => ({
    iss: provider.issuer,
    aud: "pool",
    sub: "7",
    nonce,
    iat: seconds(),
    exp: seconds() + 300,
  });
  /** What the client is told when the provider answers with these tokens. */
  async function outcome(tokens: (nonce: string | null) => object): Promise<string> {
    provider.says.tokens = tokens;
    const { url } = await new WebBrowser(new URL(pools.url).origin, provider.issuer).open(hosted.authorizeUrl());
    return url.searchParams.get("error_description") ?? (url.searchParams.get("code") ? "taken" : url.href);
  }
  const said = (what: string) => `The ID token of the identity provider ${what}`;

  test("is taken as it should be, with or without a list of audiences", async () => {
    assert.equal(await outcome((nonce) => ({ id_token: provider.token(good(nonce)) })), "taken");
    const several = { aud: ["pool", "other"], azp: "pool" };
    assert.equal(await outcome((nonce) => ({ id_token: provider.token({ ...good(nonce), ...several }) })), "taken");
    assert.equal(await outcome((nonce) => ({ id_token: provider.token(good(nonce), { alg: "RS256" }) })), "taken", "no kid");
  });

  test("is refused with another issuer, audience, party, nonce or subject, or out of its time", async () => {
    const changed = (claims: object) => outcome((nonce) => ({ id_token: provider.token({ ...good(nonce), ...claims }) }));
    assert.equal(await changed({ iss: "https://accounts.google.com" }), said("is of another issuer"));
    assert.equal(await changed({ aud: "other" }), said("is for another audience"));
    assert.equal(await changed({ aud: ["pool", "other"], azp: "other" }), said("is for another party"));
    assert.equal(await changed({ nonce: "of another sign-in" }), said("has another nonce"));
    assert.equal(await changed({ nonce: undefined }), said("has another nonce"));
    assert.equal(await changed({ exp: seconds() - 61 }), said("has expired"));
    assert.equal(await changed({ exp: undefined }), said("has expired"));
    assert.equal(await changed({ iat: seconds() + 120 }), said("is of a time to come"));
    assert.equal(await changed({ nbf: seconds() + 120 }), said("is not yet valid"));
    assert.equal(await changed({ sub: 7 }), said("names no subject"));
  });

  test("is refused unsigned, signed by another key or by the client's secret, and changed after it was signed", async () => {
    const unsigned = { alg: "none" };
    const token = (header: object, signed: (content: string) => Buffer) =>
      outcome((nonce) => ({ id_token: provider.token(good(nonce), header, signed) }));
    assert.equal(await token(unsigned, () => Buffer.from("x")), said("is signed by an algorithm that is not taken"));
    assert.equal(await token(unsigned, () => Buffer.alloc(0)), said("is no signed token"));
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const foreign = (content: string) => sign("sha256", Buffer.from(content), privateKey);
    assert.equal(await token({ alg: "RS256", kid: "one" }, foreign), said("has no valid signature"));
    assert.equal(await token({ alg: "RS256", kid: "two" }, foreign), said("has no valid signature"));
    const bySecret = (content: string) => createHmac("sha256", "a-secret-that-is-known").update(content).digest();
    assert.equal(await token({ alg: "HS256" }, bySecret), said("is signed by an algorithm that is not taken"));
    const swapped = await outcome((nonce) => {
      const [header, , signature] = provider.token(good(nonce)).split(".");
      const [, body] = provider.token({ ...good(nonce), sub: "8" }).split(".");
      return { id_token: `${header}.${body}.${signature}` };
    });
    assert.equal(swapped, said("has no valid signature"));
    assert.equal(await outcome(() => ({ id_token: "x" })), said("is no signed token"));
    assert.match(await outcome(() => ({})), /gave no ID token that can be verified/);
  });

  test("is not completed by the userinfo of somebody else, and a discovery document for another issuer is not believed", async () => {
    provider.says.discovery = { userinfo_endpoint: `${provider.issuer}/me` };
    provider.says.userInfo = { sub: "8", email: "eve@example.com" };
    const tokens = (nonce: string | null) => ({ id_token: provider.token(good(nonce)), access_token: "a" });
    assert.equal(await outcome(tokens), "The userinfo of the identity provider is of another subject");
    provider.says.userInfo = { sub: "7" };
    assert.equal(await outcome(tokens), "taken");
    provider.says.discovery = { issuer: "https://accounts.google.com" };
    assert.equal(await outcome(tokens), "The discovery document is of another issuer");
    provider.says.discovery = {};
  });
});
