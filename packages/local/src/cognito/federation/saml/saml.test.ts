import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateIdentityProviderCommand, UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { callback, startHostedPool } from "../../hosted-pages/test-hosted-pages.ts";
import { WebBrowser } from "../../hosted-pages/test-web-browser.ts";
import { createCertificate } from "../../pools/signing-certificates.ts";
import { startPools } from "../../test-pools.ts";
import { claimsOf } from "../../tokens/test-tokens.ts";
import { createSamlProvider, type SamlAnswer } from "../test-saml-provider.ts";

const email = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

describe("a sign-in at a SAML provider", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  let provider: Awaited<ReturnType<typeof createSamlProvider>>;
  let hosted: Awaited<ReturnType<typeof startHostedPool>>;
  before(async () => {
    pools = await startPools();
    provider = await createSamlProvider();
    hosted = await startHostedPool(pools);
    const { UserPoolId, ClientId } = hosted;
    await pools.client.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: "Corp",
        ProviderType: "SAML",
        ProviderDetails: { MetadataFile: provider.metadata },
        AttributeMapping: { email },
      }),
    );
    await pools.client.send(
      new UpdateUserPoolClientCommand({
        UserPoolId,
        ClientId,
        SupportedIdentityProviders: ["Corp"],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid"],
        CallbackURLs: [callback],
      }),
    );
  });
  after(async () => {
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  /** A browser that is away at the provider, and where. */
  async function away() {
    const browser = new WebBrowser(new URL(pools.url).origin);
    const { url } = await browser.open(hosted.authorizeUrl({ state: "s", identity_provider: "Corp" }));
    assert.equal(url.origin + url.pathname, "https://idp.example.com/sign-on");
    return { browser, url };
  }

  /** As the provider's page does: of another site, with no cookie of ours. @returns where the browser is sent */
  async function post(form: Record<string, string>): Promise<string> {
    const answer = await fetch(`${hosted.base}/saml2/idpresponse`, {
      method: "POST",
      body: new URLSearchParams(form),
      headers: { origin: "https://idp.example.com", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      redirect: "manual",
    });
    assert.equal(answer.status, 302);
    return new URL(answer.headers.get("location") as string, hosted.base).href;
  }

  /** What the client is told after an answer of the provider. */
  async function outcome(changes: Partial<SamlAnswer>): Promise<string> {
    const { browser, url } = await away();
    const end = await browser.open(await post(provider.answer(url, changes)));
    assert.equal(end.url.origin + end.url.pathname, callback);
    assert.equal(end.url.searchParams.get("state"), "s");
    return end.url.searchParams.get("error_description") ?? (end.url.searchParams.get("code") ? "taken" : "nothing");
  }

  test("is taken with a signed assertion or a signed response, and its attributes are mapped by their long names", async () => {
    const { browser, url } = await away();
    const form = provider.answer(url, { nameId: "grace", attributes: { [email]: ["grace@example.com"] } });
    const end = await browser.open(await post(form));
    const claims = claimsOf((await hosted.redeem(end.url.searchParams.get("code"))).body.id_token);
    assert.equal(claims["cognito:username"], "Corp_grace");
    assert.equal(claims.email, "grace@example.com");
    assert.equal(claims.email_verified, false);
    const [identity] = claims.identities as Record<string, string>[];
    assert.equal(identity?.providerType, "SAML");
    assert.equal(identity?.issuer, provider.issuer);
    assert.equal(await outcome({ signed: "Response" }), "taken");
  });

  test("is refused unsigned, signed by another key, out of its time, for another audience, and of another issuer", async () => {
    const { privateKey } = await createCertificate("evil", Date.now());
    assert.equal(await outcome({ signed: undefined }), "Invalid SAML response: Invalid signature");
    assert.equal(await outcome({ key: privateKey }), "Invalid SAML response: Invalid signature");
    assert.match(await outcome({ notOnOrAfter: -2 }), /^Invalid SAML response: .*(expired|No valid subject confirmation)/);
    assert.match(await outcome({ audience: "urn:amazon:cognito:sp:other" }), /^Invalid SAML response: .*audience/);
    assert.match(await outcome({ issuer: "https://evil.example.com" }), /^Invalid SAML response: the issuer is another one$/);
  });

  test("is refused if it answers another request, none, or at another address, though the response around it says otherwise", async () => {
    assert.match(await outcome({ inResponseTo: "_other" }), /InResponseTo is not valid/);
    assert.match(await outcome({ inResponseTo: undefined }), /InResponseTo is missing/);
    assert.match(await outcome({ assertionInResponseTo: "_other" }), /InResponseTo does not match/);
    const unanswered = "Invalid SAML response: the assertion does not answer this request";
    assert.equal(await outcome({ assertionInResponseTo: undefined }), unanswered);
    assert.equal(await outcome({ recipient: "https://other.example.com/saml" }), unanswered);
  });

  test("is refused with what was changed after it was signed, and with a second assertion", async () => {
    const { browser, url } = await away();
    const { SAMLResponse, RelayState } = provider.answer(url);
    const xml = Buffer.from(SAMLResponse, "base64").toString("utf8");
    const changed = Buffer.from(xml.replace(">ada<", ">root<")).toString("base64");
    const end = await browser.open(await post({ SAMLResponse: changed, RelayState }));
    assert.equal(end.url.searchParams.get("error_description"), "Invalid SAML response: Invalid signature");
    const other = await away();
    const signed = provider.answer(other.url);
    const whole = Buffer.from(signed.SAMLResponse, "base64").toString("utf8");
    const assertion = /<saml:Assertion.*<\/saml:Assertion>/s.exec(whole)?.[0] as string;
    const forged = assertion.replace(">ada<", ">root<").replace(/<Signature.*<\/Signature>/s, "");
    const two = Buffer.from(whole.replace(assertion, forged + assertion)).toString("base64");
    const refused = await other.browser.open(await post({ ...signed, SAMLResponse: two }));
    assert.match(refused.url.searchParams.get("error_description") ?? "", /multiple assertions/);
  });

  test("is not taken for the second time, without a relay state of ours, by another browser, or by a ticket as relay state", async () => {
    const { browser, url } = await away();
    const form = provider.answer(url);
    const back = await post(form);
    assert.match((await new WebBrowser(new URL(pools.url).origin).open(back)).text, /Invalid state/, "another browser");
    assert.match((await browser.open(back)).text, /Invalid state/, "the ticket is used up");
    assert.match((await browser.open(await post(form))).text, /Invalid RelayState/, "replayed");
    assert.match((await browser.open(await post({ ...form, RelayState: "x" }))).text, /Invalid RelayState/);
    const again = await away();
    const ticket = new URL(await post(provider.answer(again.url))).searchParams.get("ticket") as string;
    const misused = await again.browser.open(await post({ ...provider.answer(again.url), RelayState: ticket }));
    assert.equal(misused.url.searchParams.get("error_description"), "Invalid SAML response");
  });

  test("a provider whose metadata says too little, or is not there, is told to the client", async () => {
    const { UserPoolId } = hosted;
    const add = async (ProviderName: string, ProviderDetails: Record<string, string>) => {
      await pools.client.send(
        new CreateIdentityProviderCommand({ UserPoolId, ProviderName, ProviderType: "SAML", ProviderDetails }),
      );
      await pools.client.send(
        new UpdateUserPoolClientCommand({
          UserPoolId,
          ClientId: hosted.ClientId,
          SupportedIdentityProviders: ["Corp", ProviderName],
          AllowedOAuthFlowsUserPoolClient: true,
          AllowedOAuthFlows: ["code"],
          AllowedOAuthScopes: ["openid"],
          CallbackURLs: [callback],
        }),
      );
      const browser = new WebBrowser(new URL(pools.url).origin);
      return (await browser.open(hosted.authorizeUrl({ identity_provider: ProviderName }))).url.searchParams.get(
        "error_description",
      );
    };
    assert.match((await add("Empty", { MetadataFile: "<EntityDescriptor/>" })) ?? "", /lacks an entity/);
    assert.match((await add("Text", { MetadataFile: "no XML" })) ?? "", /lacks an entity/);
    const url = `${pools.url}/nowhere`;
    assert.match((await add("Gone", { MetadataURL: url })) ?? "", /metadata of the identity provider answered with status 404/);
  });

  test("signs the browser out at the address for SAML's logout", async () => {
    const { browser, url } = await away();
    await browser.open(await post(provider.answer(url)));
    assert.ok((await browser.open(hosted.authorizeUrl())).url.searchParams.get("code"), "signed in");
    assert.match((await browser.open(`${hosted.base}/saml2/logout`)).text, /You are signed out/);
    const again = await browser.open(hosted.authorizeUrl({ identity_provider: "Corp" }));
    assert.equal(again.url.hostname, "idp.example.com");
  });
});
