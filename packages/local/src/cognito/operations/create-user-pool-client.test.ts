import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  DescribeUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
let UserPoolId: string;
before(async () => {
  pools = await startPools();
  const Schema = [
    { Name: "email", Required: true },
    { Name: "tier", AttributeDataType: "String" as const },
  ];
  UserPoolId = (await pools.createPool({ Schema })).UserPoolId;
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function create(settings: Partial<CreateUserPoolClientRequest>) {
  const command = new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app", ...settings });
  return (await pools.client.send(command)).UserPoolClient;
}

const invalid = (message: string) => ({ name: "InvalidParameterException", message });

describe("CreateUserPoolClient", () => {
  it("fills in Cognito's defaults, and DescribeUserPoolClient shows the same", async () => {
    const client = await create({});
    const { ClientId, CreationDate } = client ?? {};
    assert.match(ClientId ?? "", /^[a-z0-9]{26}$/);
    assert.deepEqual(client, {
      UserPoolId,
      ClientId,
      ClientName: "app",
      CreationDate,
      LastModifiedDate: CreationDate,
      RefreshTokenValidity: 30,
      TokenValidityUnits: {},
      ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    });
    const described = await pools.client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    assert.deepEqual(described.UserPoolClient, client);
  });

  it("makes a secret or takes the one that it is given, not both", async () => {
    assert.match((await create({ GenerateSecret: true }))?.ClientSecret ?? "", /^[a-z0-9]{51}$/);
    const ClientSecret = "a-secret-of-my-own".replaceAll("-", "_").repeat(2);
    assert.equal((await create({ ClientSecret }))?.ClientSecret, ClientSecret);
    await assert.rejects(create({ ClientSecret, GenerateSecret: true }), { name: "InvalidParameterException" });
  });

  it("takes a zero for the default life of a refresh token", async () => {
    assert.equal((await create({ RefreshTokenValidity: 0 }))?.RefreshTokenValidity, 30);
  });

  it("keeps the lives of tokens within Cognito's ranges, in whatever unit", async () => {
    const minutes = { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "minutes" } as const;
    const range = invalid("Invalid range for token validity.");
    for (const settings of [
      { AccessTokenValidity: 25 },
      { IdTokenValidity: 25 },
      { RefreshTokenValidity: 3_651 },
      { AccessTokenValidity: 4, TokenValidityUnits: minutes },
      { IdTokenValidity: 1_441, TokenValidityUnits: minutes },
      { RefreshTokenValidity: 59, TokenValidityUnits: minutes },
      { AccessTokenValidity: 120, RefreshTokenValidity: 90, TokenValidityUnits: minutes },
    ]) {
      await assert.rejects(create(settings), range, JSON.stringify(settings));
    }
    for (const settings of [
      { AccessTokenValidity: 24, IdTokenValidity: 1, RefreshTokenValidity: 3_650 },
      { AccessTokenValidity: 5, IdTokenValidity: 1_440, RefreshTokenValidity: 1_440, TokenValidityUnits: minutes },
    ]) {
      assert.ok(await create(settings), JSON.stringify(settings));
    }
  });

  it("does not mix flows of two generations, nor rotation with REFRESH_TOKEN_AUTH", async () => {
    await assert.rejects(
      create({ ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"] }),
      invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."),
    );
    const RefreshTokenRotation = { Feature: "ENABLED" as const };
    await assert.rejects(
      create({ RefreshTokenRotation, ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] }),
      invalid("ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled"),
    );
    assert.deepEqual((await create({ ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH"] }))?.ExplicitAuthFlows, ["ADMIN_NO_SRP_AUTH"]);
    const rotating = await create({ RefreshTokenRotation });
    assert.deepEqual(rotating?.ExplicitAuthFlows, ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]);
  });

  it("knows the attributes of the pool, and lets clients write what every user must have", async () => {
    const read = invalid("Invalid read attributes specified while creating a client");
    const write = invalid("Invalid write attributes specified while creating a client");
    await assert.rejects(create({ ReadAttributes: ["email", "custom:other"] }), read);
    await assert.rejects(create({ WriteAttributes: ["email", "custom:other"] }), write);
    await assert.rejects(create({ WriteAttributes: ["custom:tier"] }), write);
    await assert.rejects(create({ WriteAttributes: ["email", "email_verified"] }), write);
    const settings = { ReadAttributes: ["email_verified", "custom:tier"], WriteAttributes: ["email", "custom:tier"] };
    const client = await create(settings);
    assert.deepEqual([client?.ReadAttributes, client?.WriteAttributes], [settings.ReadAttributes, settings.WriteAttributes]);
    const byDefault = await create({ ReadAttributes: [], WriteAttributes: [] });
    assert.deepEqual([byDefault?.ReadAttributes, byDefault?.WriteAttributes], [undefined, undefined]);
  });

  it("wants OAuth settings that go together", async () => {
    const flows = (...AllowedOAuthFlows: ("code" | "implicit" | "client_credentials")[]) => ({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows,
      AllowedOAuthScopes: ["openid"],
      CallbackURLs: ["https://example.com/back"],
    });
    const oauth = (message: string) => ({ name: "InvalidOAuthFlowException", message });
    await assert.rejects(
      create({ AllowedOAuthFlowsUserPoolClient: true }),
      invalid("AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."),
    );
    await assert.rejects(
      create(flows("code", "client_credentials")),
      oauth("client_credentials flow can not be selected along with code flow or implicit flow."),
    );
    await assert.rejects(
      create(flows("client_credentials")),
      oauth("client_credentials flow can not be selected if client does not have a client secret."),
    );
    await assert.rejects(
      create({ ...flows("code"), CallbackURLs: [] }),
      oauth("CallbackUrls can not be empty when code flow or implicit flow is selected"),
    );
    assert.ok(await create({ ...flows("client_credentials"), GenerateSecret: true, CallbackURLs: [] }));
    assert.ok(await create(flows("code", "implicit")));
  });

  it("takes addresses of apps, of https and of the own machine", async () => {
    for (const url of ["http://example.com", "http://localhost.example.com"]) {
      await assert.rejects(create({ CallbackURLs: [url] }), invalid(`${url} cannot use the HTTP protocol.`));
      await assert.rejects(create({ LogoutURLs: [url] }), invalid(`${url} cannot use the HTTP protocol.`));
    }
    await assert.rejects(create({ CallbackURLs: ["https://example.com/#here"] }), { name: "InvalidParameterException" });
    await assert.rejects(create({ CallbackURLs: ["/back"] }), { name: "InvalidParameterException" });
    const CallbackURLs = [
      "https://example.com",
      "http://localhost:3000/",
      "http://127.0.0.1",
      "http://[::1]:8080",
      "myapp://back",
    ];
    assert.deepEqual((await create({ CallbackURLs, DefaultRedirectURI: "myapp://back" }))?.CallbackURLs, CallbackURLs);
    await assert.rejects(
      create({ CallbackURLs, DefaultRedirectURI: "https://example.com/" }),
      invalid("The default redirect URI https://example.com/ is not in the callback URIs list."),
    );
  });

  it("wants analytics named in one of two ways, and sessions of three to fifteen minutes", async () => {
    const ApplicationId = "d70b2ba36a8c4dc5a04a0451a31a1e12";
    await assert.rejects(
      create({ AnalyticsConfiguration: { ApplicationId } }),
      invalid(
        "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",
      ),
    );
    const RoleArn = "arn:aws:iam::000000000000:role/analytics";
    assert.ok(await create({ AnalyticsConfiguration: { ApplicationId, RoleArn, ExternalId: "x" } }));
    for (const AuthSessionValidity of [2, 16]) {
      await assert.rejects(create({ AuthSessionValidity }), { name: "InvalidParameterException" });
    }
  });

  it("has choice-based sign-in and rotation in the higher tiers only", async () => {
    const lite = await pools.createPool({ UserPoolTier: "LITE" });
    const tier = (features: string) => ({
      name: "FeatureUnavailableInTierException",
      message: `The following features need to be disabled for the LITE pricing tier configured: ${features}`,
    });
    const createLite = (settings: Partial<CreateUserPoolClientRequest>) => create({ UserPoolId: lite.UserPoolId, ...settings });
    await assert.rejects(createLite({ ExplicitAuthFlows: ["ALLOW_USER_AUTH"] }), tier("Choice-Based Authentication"));
    await assert.rejects(createLite({ RefreshTokenRotation: { Feature: "ENABLED" } }), tier("Refresh Token Rotation"));
    assert.ok(await createLite({ RefreshTokenRotation: { Feature: "DISABLED" } }));
    assert.ok(await create({ ExplicitAuthFlows: ["ALLOW_USER_AUTH"] }));
  });

  it("knows the scopes and the identity providers of the pool", async () => {
    const AllowedOAuthScopes = ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin", "api/read"];
    const unknown = { name: "ScopeDoesNotExistException", message: "Invalid scope requested: api/read" };
    await assert.rejects(create({ AllowedOAuthScopes }), unknown);
    const Scopes = [{ ScopeName: "read", ScopeDescription: "Read" }];
    await pools.client.send(new CreateResourceServerCommand({ UserPoolId, Identifier: "api", Name: "api", Scopes }));
    assert.ok(await create({ AllowedOAuthScopes }));
    assert.ok(await create({ SupportedIdentityProviders: ["COGNITO"] }));
    await assert.rejects(
      create({ SupportedIdentityProviders: ["COGNITO", "Google"] }),
      invalid(`The provider Google does not exist for User Pool ${UserPoolId}.`),
    );
  });
});
