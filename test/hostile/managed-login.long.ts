import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CreateIdentityProviderCommand, UpdateUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import fc from "fast-check";
import { routes } from "../../packages/local/src/cognito/hosted-pages/routes.ts";
import { callback, startHostedPool } from "../../packages/local/src/cognito/hosted-pages/test-hosted-pages.ts";
import { createUser } from "../../packages/local/src/cognito/mfa/test-sign-ins.ts";
import { password, startPools } from "../../packages/local/src/cognito/test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
let hosted: Awaited<ReturnType<typeof startHostedPool>>;
before(async () => {
  pools = await startPools();
  hosted = await startHostedPool(pools);
  const { UserPoolId, ClientId } = hosted;
  await createUser(pools, UserPoolId, "ada", { email: "ada@example.com" });
  for (const ProviderName of ["constructor", "Acme"]) {
    const details = { client_id: "a", authorize_scopes: "openid", attributes_request_method: "GET" };
    await pools.client.send(
      new CreateIdentityProviderCommand({
        UserPoolId,
        ProviderName,
        ProviderType: "OIDC",
        ProviderDetails: { ...details, oidc_issuer: `${pools.url}/nowhere` },
      }),
    );
  }
  await pools.client.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId,
      SupportedIdentityProviders: ["COGNITO", "constructor", "Acme"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code", "implicit"],
      AllowedOAuthScopes: ["openid", "email"],
      CallbackURLs: [callback],
    }),
  );
});
after(() => pools.stop());

test("no request, whatever it says, makes a page fail inside or shows what it says as markup", { timeout: 60_000 }, async () => {
  const { ClientId: client_id } = hosted;
  const evil = fc.constantFrom(
    "",
    "__proto__",
    "constructor",
    '"><script>x</script>',
    "%",
    "\u0000",
    "a".repeat(3_000),
    "😀",
    "[1]",
    "{}",
    "null",
  );
  const text = fc.oneof(
    evil,
    fc.string(),
    fc.constantFrom("ada", password, callback, client_id, "code", "token", "openid", "S256", "COGNITO", "Acme"),
  );
  const names = [
    ...[
      "client_id",
      "redirect_uri",
      "response_type",
      "scope",
      "state",
      "nonce",
      "prompt",
      "lang",
      "code_challenge",
      "identity_provider",
    ],
    ...[
      "code_challenge_method",
      "idp_identifier",
      "login_hint",
      "logout_uri",
      "username",
      "password",
      "code",
      "challenge",
      "session",
      "error",
    ],
    ...[
      "challenge_username",
      "parameters",
      "SET_UP_CODE",
      "ANSWER",
      "NEW_PASSWORD",
      "grant_type",
      "refresh_token",
      "client_secret",
      "token",
    ],
    ...["RelayState", "SAMLResponse", "ticket", "code_verifier", "attributes.email", "error_description"],
  ];
  const values = fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 12 });
  const standard = { client_id, redirect_uri: callback, response_type: "code" };
  const request = fc.record({
    route: fc.constantFrom(...routes.keys()),
    isStandard: fc.boolean(),
    query: values,
    form: values,
    basic: text,
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ route, isStandard, query, form, basic }) => {
      const [method = "", path] = route.split(" ");
      const token = "x".repeat(43);
      const answer = await fetch(`${hosted.base}${path}?${new URLSearchParams({ ...query, ...(isStandard && standard) })}`, {
        method,
        redirect: "manual",
        headers: { cookie: `XSRF-TOKEN=${token}`, authorization: `Basic ${Buffer.from(basic).toString("base64")}` },
        ...(method === "POST" && { body: new URLSearchParams({ ...form, _csrf: token }) }),
      });
      assert.ok(answer.status < 500, `${route} answered ${answer.status}`);
      assert.ok(!(await answer.text()).includes("<script"), route);
      const to = answer.headers.get("location") ?? callback;
      const allowed = to.startsWith("/_cognito/") || to.startsWith(hosted.base) || to.startsWith(callback);
      assert.ok(allowed, `${route} leads to ${to}`);
    }),
    { numRuns: 600 },
  );
  assert.deepEqual(pools.failures, []);
});
