import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateIdentityProviderCommand,
  CreateUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startOidcProvider } from "../../packages/local/src/cognito/federation/test-oidc-provider.ts";
import { WebBrowser } from "../../packages/local/src/cognito/hosted-pages/test-web-browser.ts";
import { type Stage, startStage } from "./stage.ts";

const callback = "https://app.example.com/signed-in";

// AWS was seen doing either, so an onboarding must be complete whichever it is.
for (const confirmFederatedUsers of [true, false]) {
  const fires = confirmFederatedUsers ? "fires" : "does not fire";
  describe(`a first sign-in at an identity provider, where post confirmation ${fires}`, () => {
    let stage: Stage;
    let provider: Awaited<ReturnType<typeof startOidcProvider>>;
    let base: string;
    before(async () => {
      stage = await startStage("examples/welcome/onboarding.ts", { confirmFederatedUsers });
      base = `${stage.dev.local.url}/_cognito/app`;
      provider = await startOidcProvider(() => [`${base}/oauth2/idpresponse`]);
      provider.start();
      await addProvider(stage, provider.issuer);
    });
    after(async () => {
      await provider?.stop();
      await stage?.stop();
    });

    /** @returns the claims of the user's ID token */
    async function signIn(): Promise<Record<string, unknown>> {
      const client_id = stage.dev.pool.clientId;
      const query = { client_id, response_type: "code", redirect_uri: callback, identity_provider: "Acme" };
      const browser = new WebBrowser(new URL(base).origin, provider.issuer);
      const { url } = await browser.open(`${base}/oauth2/authorize?${new URLSearchParams(query)}`);
      const code = url.searchParams.get("code");
      assert.ok(code, url.href);
      const form = { grant_type: "authorization_code", client_id, redirect_uri: callback, code };
      const answer = await fetch(`${base}/oauth2/token`, { method: "POST", body: new URLSearchParams(form) });
      const { id_token } = (await answer.json()) as { id_token: string };
      return JSON.parse(Buffer.from(id_token.split(".")[1] as string, "base64url").toString());
    }

    test("the onboarding is complete, once, with the group in the first token", async () => {
      const email = "fay@mail.example";
      Object.assign(provider.account, { sub: "77", email, email_verified: true, name: "Fay" });
      const claims = await signIn();
      assert.equal(claims["cognito:username"], "Acme_77");
      assert.ok((claims["cognito:groups"] as string[]).includes("Users"), String(claims["cognito:groups"]));
      const sub = claims.sub as string;
      await stage.until(sub, ({ wait }) => wait !== undefined);
      const sources = stage.dev.local.timeline(sub).triggers.map(({ triggerSource }) => triggerSource);
      const first = confirmFederatedUsers ? ["PostConfirmation_ConfirmSignUp"] : [];
      assert.deepEqual(sources, [...first, "TokenGeneration_HostedAuth"]);
      assert.equal((await stage.items("cognito_users")).length, 1);
      await signIn();
      stage.dev.local.clock.advance(4 * 86_400_000);
      await stage.ended(sub);
      assert.deepEqual(stage.subjects(email).length, 2);
    });
  });
}

async function addProvider({ cognito, dev }: Stage, oidc_issuer: string): Promise<void> {
  const { userPoolId: UserPoolId, clientId: ClientId } = dev.pool;
  await cognito.send(new CreateUserPoolDomainCommand({ Domain: "app", UserPoolId }));
  await cognito.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: "Acme",
      ProviderType: "OIDC",
      ProviderDetails: {
        client_id: "pool",
        client_secret: "secret-of-the-pool",
        authorize_scopes: "openid email profile",
        oidc_issuer,
        attributes_request_method: "GET",
      },
      AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
    }),
  );
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  await cognito.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      ExplicitAuthFlows: UserPoolClient?.ExplicitAuthFlows,
      SupportedIdentityProviders: ["Acme"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "email", "profile"],
      CallbackURLs: [callback],
    }),
  );
}
