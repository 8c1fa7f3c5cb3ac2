import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminListGroupsForUserCommand,
  AdminUpdateUserAttributesCommand,
  CreateIdentityProviderCommand,
  SignUpCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { callback, startHostedPool } from "../hosted-pages/test-hosted-pages.ts";
import { WebBrowser } from "../hosted-pages/test-web-browser.ts";
import { createUser } from "../mfa/test-sign-ins.ts";
import { startPools } from "../test-pools.ts";
import { claimsOf } from "../tokens/test-tokens.ts";
import { startOidcProvider } from "./test-oidc-provider.ts";

describe("a sign-in at an OpenID Connect provider", () => {
  let pools: Awaited<ReturnType<typeof startPools>>;
  let provider: Awaited<ReturnType<typeof startOidcProvider>>;
  const redirectUris: string[] = [];
  let people = 0;
  before(async () => {
    pools = await startPools();
    provider = await startOidcProvider(() => redirectUris);
  });
  after(async () => {
    await provider.stop();
    assert.deepEqual(pools.failures, []);
    await pools.stop();
  });

  /** A pool whose users come from the provider `Acme`, where somebody new is waiting. */
  async function started(pool: Parameters<typeof startHostedPool>[1] = {}) {
    const hosted = await startHostedPool(pools, pool);
    const { UserPoolId, ClientId } = hosted;
    await pools.client.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName: "Acme",
        ProviderType: "OIDC",
        ProviderDetails: {
          client_id: "pool",
          client_secret: "secret-of-the-pool",
          authorize_scopes: "openid email profile",
          oidc_issuer: provider.issuer,
          attributes_request_method: "GET",
        },
        AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
        IdpIdentifiers: ["acme.example"],
      }),
    );
    await pools.client.send(
      new UpdateUserPoolClientCommand({
        UserPoolId,
        ClientId,
        SupportedIdentityProviders: ["COGNITO", "Acme"],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ["code"],
        AllowedOAuthScopes: ["openid", "email", "profile"],
        CallbackURLs: [callback],
      }),
    );
    redirectUris.push(`${hosted.base}/oauth2/idpresponse`);
    provider.start();
    const sub = String(1_000 + ++people);
    Object.assign(provider.account, { sub, email: `p${sub}@example.com`, email_verified: true, name: "Ada" });
    const browser = () => new WebBrowser(new URL(pools.url).origin, provider.issuer);
    const signIn = (visitor = browser()) => visitor.open(hosted.authorizeUrl({ identity_provider: "Acme", state: "s" }));
    return {
      ...hosted,
      sub,
      username: `Acme_${sub}`,
      newBrowser: browser,
      signIn,
      /** The ID token's claims after a sign-in in a new browser. */
      async claims() {
        const { url } = await signIn();
        const code = url.searchParams.get("code");
        assert.ok(code, url.href);
        return claimsOf((await hosted.redeem(code)).body.id_token);
      },
      async error(visitor?: WebBrowser) {
        const { url } = await signIn(visitor);
        return [url.searchParams.get("error"), url.searchParams.get("error_description")];
      },
      deployed: (LambdaConfig: object) =>
        pools.client.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig, AutoVerifiedAttributes: ["email"] })),
      user: () => pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: `Acme_${sub}` })),
    };
  }

  const everything = "note([event.triggerSource, event.userName, event.request.userAttributes]); return event;";
  const allTriggers = (arn: string) =>
    Object.fromEntries(
      ["PreSignUp", "PostConfirmation", "PreAuthentication", "PostAuthentication", "PreTokenGeneration"].map((n) => [n, arn]),
    );

  test("makes a user of the provider's at the first time, in the provider's group, with tokens that say so", async () => {
    const acme = await started();
    const claims = await acme.claims();
    assert.equal(claims["cognito:username"], acme.username);
    assert.equal(claims.email, `p${acme.sub}@example.com`);
    assert.equal(claims.email_verified, true);
    assert.deepEqual(claims["cognito:groups"], [`${acme.UserPoolId}_Acme`]);
    const [identity, ...others] = claims.identities as Record<string, string>[];
    const { dateCreated, ...rest } = identity ?? {};
    assert.ok(Number(dateCreated));
    assert.deepEqual(rest, { userId: acme.sub, providerName: "Acme", providerType: "OIDC", issuer: null, primary: "true" });
    assert.deepEqual(others, []);
    assert.equal((await acme.user()).UserStatus, "EXTERNAL_PROVIDER");
    const { Groups } = await pools.client.send(
      new AdminListGroupsForUserCommand({ UserPoolId: acme.UserPoolId, Username: acme.username }),
    );
    assert.equal(Groups?.length, 1);
  });

  test("is no sign-in as somebody else who has that name, by sign-up or as an alias", async () => {
    const taken = (username: string) => ["invalid_request", `Already found an entry for username ${username}`];
    const named = await started();
    const { ClientId, UserPoolId } = named;
    const identities = JSON.stringify([{ providerName: "Acme", userId: named.sub, providerType: "OIDC", primary: true }]);
    const signUp = (...UserAttributes: { Name: string; Value: string }[]) =>
      pools.client.send(new SignUpCommand({ ClientId, Username: named.username, Password: "Secret-123", UserAttributes }));
    await assert.rejects(signUp({ Name: "identities", Value: identities }));
    await signUp({ Name: "email", Value: "mallory@example.com" });
    assert.deepEqual(await named.error(), taken(named.username));
    await assert.rejects(
      pools.client.send(
        new AdminUpdateUserAttributesCommand({
          UserPoolId,
          Username: named.username,
          UserAttributes: [{ Name: "identities", Value: identities }],
        }),
      ),
    );

    const alias = await started({ AliasAttributes: ["preferred_username"] });
    const mallory = { UserPoolId: alias.UserPoolId, Username: "mallory" };
    await createUser(pools, mallory.UserPoolId, mallory.Username, {});
    await pools.client.send(
      new AdminUpdateUserAttributesCommand({
        ...mallory,
        UserAttributes: [{ Name: "preferred_username", Value: alias.username }],
      }),
    );
    assert.deepEqual(await alias.error(), taken(alias.username));
  });

  test("is the same user later, with what the provider says by then", async () => {
    const acme = await started();
    const first = await acme.claims();
    provider.account.name = "Ada Lovelace";
    delete provider.account.email_verified;
    provider.account.email = "new@example.com";
    const second = await acme.claims();
    assert.equal(second.sub, first.sub);
    assert.equal(second.name, "Ada Lovelace");
    assert.equal(second.email_verified, false, "nobody has said that the new address is verified");
  });

  test("fires PreSignUp, PostConfirmation and HostedAuth first, PreAuthentication, PostAuthentication and HostedAuth later", async () => {
    const acme = await started();
    const fn = pools.deploy("federated-triggers", everything);
    await acme.deployed(allTriggers(fn.functionArn));
    await acme.claims();
    const first = fn.notes();
    assert.deepEqual(
      first.map(([source]) => source),
      ["PreSignUp_ExternalProvider", "PostConfirmation_ConfirmSignUp", "TokenGeneration_HostedAuth"],
    );
    for (const [, userName] of first) assert.equal(userName, acme.username);
    const { sub, identities, ...attributes } = first[1][2];
    assert.ok(sub);
    assert.equal(JSON.parse(identities)[0].userId, acme.sub);
    assert.deepEqual(attributes, {
      "cognito:user_status": "EXTERNAL_PROVIDER",
      email: `p${acme.sub}@example.com`,
      email_verified: "true",
      name: "Ada",
    });
    assert.equal(first[0][2]["cognito:email_alias"], "");
    assert.equal(first[0][2].sub, undefined);
    await acme.claims();
    assert.deepEqual(
      fn
        .notes()
        .slice(3)
        .map(([source]) => source),
      ["PreAuthentication_Authentication", "PostAuthentication_Authentication", "TokenGeneration_HostedAuth"],
    );
  });

  test("what a function says against it reaches the client, and leaves no user", async () => {
    const acme = await started();
    const deny = pools.deploy("deny-federated", 'throw new Error("by invitation only")');
    await acme.deployed({ PreSignUp: deny.functionArn });
    assert.deepEqual(await acme.error(), ["invalid_request", "PreSignUp failed with error by invitation only."]);
    await assert.rejects(acme.user(), { name: "UserNotFoundException" });
    await acme.deployed({ PostConfirmation: deny.functionArn });
    assert.deepEqual(await acme.error(), ["invalid_request", "PostConfirmation failed with error by invitation only."]);
    assert.equal((await acme.user()).UserStatus, "EXTERNAL_PROVIDER", "stored before the function ran, and not taken back");
  });

  test("a function that links the account makes the first sign-in fail and the next one the linked user's", async () => {
    const acme = await started();
    await createUser(pools, acme.UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
    const link = pools.deploy(
      "link-federated",
      `note(event.triggerSource);
      const [provider, id] = event.userName.split("_");
      const account = (ProviderName, ProviderAttributeValue) => ({ ProviderName, ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue });
      const body = JSON.stringify({
        UserPoolId: event.userPoolId,
        SourceUser: account(provider, id),
        DestinationUser: account("Cognito", "ada"),
      });
      const target = "AWSCognitoIdentityProviderService.AdminLinkProviderForUser";
      const authorization =
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0";
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target, authorization };
      const answer = await fetch("${pools.url}", { method: "POST", headers, body });
      if (!answer.ok) throw new Error(await answer.text());
      return event;`,
    );
    const all = pools.deploy("linked-triggers", "note(event.triggerSource); return event;");
    await acme.deployed({ ...allTriggers(all.functionArn), PreSignUp: link.functionArn });
    assert.deepEqual(await acme.error(), ["invalid_request", `Already found an entry for username ${acme.username}`]);
    const claims = await acme.claims();
    assert.equal(claims["cognito:username"], "ada");
    assert.deepEqual(link.notes(), ["PreSignUp_ExternalProvider"]);
    assert.deepEqual(all.notes(), [
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_HostedAuth",
    ]);
    await assert.rejects(acme.user(), { name: "UserNotFoundException" });
  });

  test("an account that an administrator has linked signs in as that user", async () => {
    const acme = await started();
    await createUser(pools, acme.UserPoolId, "grace", {});
    const account = (ProviderName: string, ProviderAttributeValue: string) => ({
      ProviderName,
      ProviderAttributeName: "Cognito_Subject",
      ProviderAttributeValue,
    });
    await pools.client.send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: acme.UserPoolId,
        SourceUser: account("Acme", acme.sub),
        DestinationUser: account("Cognito", "grace"),
      }),
    );
    assert.equal((await acme.claims())["cognito:username"], "grace");
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId: acme.UserPoolId, Username: "grace" }));
    assert.deepEqual(await acme.error(), ["invalid_request", "User is disabled."]);
  });

  test("an inbound federation trigger sees what the provider says and decides what is mapped", async () => {
    const acme = await started();
    provider.account.roles = ["a", "b"];
    const fn = pools.deploy(
      "inbound",
      `note([event.triggerSource, event.request.providerName, event.request.attributes.idToken.sub, event.request.attributes.userInfo.email]);
      event.response.userAttributesToMap = { ...event.request.attributes.userInfo, name: "By the function" };
      return event;`,
    );
    await acme.deployed({ InboundFederation: { LambdaVersion: "V1_0", LambdaArn: fn.functionArn } });
    assert.equal((await acme.claims()).name, "By the function");
    assert.deepEqual(fn.notes(), [["InboundFederation_ExternalProvider", "Acme", acme.sub, `p${acme.sub}@example.com`]]);
  });

  test("a pool that requires what the provider does not say refuses", async () => {
    const acme = await started({ Schema: [{ Name: "family_name", Required: true, Mutable: true }] });
    assert.deepEqual(await acme.error(), ["invalid_request", "attributes required: [family_name]"]);
  });

  test("a user who refuses at the provider, and a provider that is not offered, are told to the client", async () => {
    const acme = await started();
    Object.assign(provider.refusal, { error: "access_denied", error_description: "not now" });
    assert.deepEqual(await acme.error(), ["access_denied", "not now"]);
    for (const name of Object.keys(provider.refusal)) delete provider.refusal[name as "error"];
    const foreign = await acme.newBrowser().open(acme.authorizeUrl({ identity_provider: "Google" }));
    assert.equal(foreign.url.searchParams.get("error"), "invalid_request");
    const { url } = await acme.newBrowser().open(acme.authorizeUrl({ idp_identifier: "acme.example" }));
    assert.ok(url.searchParams.get("code"), "found by its identifier");
    const login = await acme.newBrowser().open(acme.authorizeUrl());
    const end = await acme.newBrowser().follow(login, "Continue with Acme");
    assert.ok(end.url.searchParams.get("code"), "found by its link");
  });

  test("an answer with another state, of another browser, or for the second time is not taken", async () => {
    const acme = await started();
    const base = new URL(acme.base);
    const away = new WebBrowser(base.origin);
    const { url } = await away.open(acme.authorizeUrl({ identity_provider: "Acme" }));
    assert.equal(url.origin, provider.issuer);
    const atProvider = new WebBrowser(provider.issuer);
    const back = (await atProvider.open(url)).url;
    assert.equal(back.pathname, `${base.pathname}/oauth2/idpresponse`);
    const tampered = new URL(back);
    tampered.searchParams.set("state", "A".repeat(43));
    assert.match((await away.open(tampered)).text, /Invalid state/);
    const again = (
      await new WebBrowser(provider.issuer).open((await away.open(acme.authorizeUrl({ identity_provider: "Acme" }))).url)
    ).url;
    assert.match((await new WebBrowser(base.origin).open(again)).text, /Invalid state/, "another browser");
    assert.ok((await away.open(back)).url.searchParams.get("code"));
    assert.match((await away.open(back)).text, /Invalid state/, "used");
    const late = (
      await new WebBrowser(provider.issuer).open(
        (
          await away.open(acme.authorizeUrl({ identity_provider: "Acme", prompt: "login" }))
        ).url,
      )
    ).url;
    pools.clock.advance(5 * 60_000);
    assert.match((await away.open(late)).text, /Invalid state/, "late");
  });
});
