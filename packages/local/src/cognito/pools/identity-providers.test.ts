import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderRequest,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  GetIdentityProviderByIdentifierCommand,
  ListIdentityProvidersCommand,
  UpdateIdentityProviderCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const google = {
  ProviderName: "Google",
  ProviderType: "Google",
  ProviderDetails: { client_id: "id", client_secret: "secret", authorize_scopes: "email" },
} as const;

function createProvider(UserPoolId: string, provider: Partial<CreateIdentityProviderRequest>) {
  return pools.client.send(new CreateIdentityProviderCommand({ UserPoolId, ...google, ...provider }));
}

function createClient(UserPoolId: string, client: Partial<CreateUserPoolClientRequest>) {
  return pools.client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app", ...client }));
}

describe("an identity provider", () => {
  it("is shown with what Cognito knows of it, changed by what an update names, and deleted", async () => {
    const { UserPoolId } = await pools.createPool();
    const { IdentityProvider } = await createProvider(UserPoolId, {
      AttributeMapping: { email: "email" },
      IdpIdentifiers: ["g"],
    });
    assert.partialDeepStrictEqual(IdentityProvider, {
      UserPoolId,
      ProviderName: "Google",
      ProviderType: "Google",
      ProviderDetails: { client_id: "id", client_secret: "secret", oidc_issuer: "https://accounts.google.com" },
      AttributeMapping: { username: "sub", email: "email" },
      IdpIdentifiers: ["g"],
    });
    const common = { UserPoolId, ProviderName: "Google" };
    const described = await pools.client.send(new DescribeIdentityProviderCommand(common));
    assert.deepEqual(described.IdentityProvider, IdentityProvider);
    const found = await pools.client.send(new GetIdentityProviderByIdentifierCommand({ UserPoolId, IdpIdentifier: "g" }));
    assert.deepEqual(found.IdentityProvider, IdentityProvider);

    await pools.client.send(new UpdateIdentityProviderCommand({ ...common, AttributeMapping: { name: "name" } }));
    const updated = await pools.client.send(new DescribeIdentityProviderCommand(common));
    assert.deepEqual(updated.IdentityProvider?.AttributeMapping, { username: "sub", name: "name" });
    assert.deepEqual(updated.IdentityProvider?.ProviderDetails, IdentityProvider?.ProviderDetails);

    await pools.client.send(new DeleteIdentityProviderCommand(common));
    const missing = { name: "ResourceNotFoundException", message: "Identity provider Google does not exist." };
    await assert.rejects(pools.client.send(new DescribeIdentityProviderCommand(common)), missing);
    await assert.rejects(pools.client.send(new DeleteIdentityProviderCommand(common)), missing);
    await assert.rejects(pools.client.send(new UpdateIdentityProviderCommand(common)), missing);
  });

  it("is one of a kind for a social provider, and a name and an identifier have one owner", async () => {
    const { UserPoolId } = await pools.createPool();
    await assert.rejects(createProvider(UserPoolId, { ProviderName: "Mine" }), {
      name: "InvalidParameterException",
      message: "Provider Mine cannot be of type Google.",
    });
    await createProvider(UserPoolId, { IdpIdentifiers: ["g"] });
    await assert.rejects(createProvider(UserPoolId, {}), {
      name: "DuplicateProviderException",
      message: `Google already exists in user pool ${UserPoolId}`,
    });
    const saml = {
      ProviderName: "Corporate",
      ProviderType: "SAML",
      ProviderDetails: { MetadataURL: "https://example.com/metadata" },
    } as const;
    await assert.rejects(createProvider(UserPoolId, { ...saml, IdpIdentifiers: ["g"] }), { name: "DuplicateProviderException" });
    await createProvider(UserPoolId, { ...saml, IdpIdentifiers: ["corporate.example.com"] });
    await assert.rejects(createProvider(UserPoolId, { ...saml, ProviderName: "Facebook" }), {
      message: "Provider Facebook cannot be of type SAML.",
    });
  });

  it("needs the details of its type, and keeps Apple's key to itself", async () => {
    const { UserPoolId } = await pools.createPool();
    const lacking = [
      ["Google", "client_id, client_secret and authorize_scopes are all required idp details"],
      ["Facebook", "client_id, client_secret and authorize_scopes are all required idp details"],
      ["LoginWithAmazon", "client_id, client_secret and authorize_scopes are all required idp details"],
      ["SignInWithApple", "client_id, team_id, key_id, private_key and authorize_scopes are all required idp details"],
      ["OIDC", "client_id, authorize_scopes, oidc_issuer and attributes_request_method are all required idp details"],
      ["SAML", "MetadataURL or MetadataFile is a required idp detail"],
    ] as const;
    for (const [ProviderType, message] of lacking) {
      const ProviderName = ProviderType === "OIDC" || ProviderType === "SAML" ? "Other" : ProviderType;
      const creating = createProvider(UserPoolId, { ProviderName, ProviderType, ProviderDetails: { client_id: "id" } });
      await assert.rejects(creating, { name: "InvalidParameterException", message });
    }
    const ProviderDetails = { client_id: "id", team_id: "t", key_id: "k", private_key: "secret", authorize_scopes: "email" };
    const apple = await createProvider(UserPoolId, {
      ProviderName: "SignInWithApple",
      ProviderType: "SignInWithApple",
      ProviderDetails,
    });
    assert.equal(apple.IdentityProvider?.ProviderDetails?.private_key, undefined);
    assert.equal(apple.IdentityProvider?.ProviderDetails?.key_id, "k");
  });

  it("is listed by pages", async () => {
    const { UserPoolId } = await pools.createPool();
    const oidc = {
      client_id: "i",
      authorize_scopes: "openid",
      oidc_issuer: "https://example.com",
      attributes_request_method: "GET",
    };
    for (const ProviderName of ["Bob", "Ann"]) {
      await createProvider(UserPoolId, { ProviderName, ProviderType: "OIDC", ProviderDetails: oidc });
    }
    const first = await pools.client.send(new ListIdentityProvidersCommand({ UserPoolId, MaxResults: 1 }));
    assert.deepEqual([first.Providers?.[0]?.ProviderName, first.Providers?.[0]?.ProviderType], ["Ann", "OIDC"]);
    const next = await pools.client.send(new ListIdentityProvidersCommand({ UserPoolId, NextToken: first.NextToken }));
    assert.deepEqual([next.Providers?.map(({ ProviderName }) => ProviderName), next.NextToken], [["Bob"], undefined]);
  });

  it("must exist before a client supports it", async () => {
    const { UserPoolId } = await pools.createPool();
    const create = () => createClient(UserPoolId, { SupportedIdentityProviders: ["COGNITO", "Google"] });
    await assert.rejects(create(), {
      name: "InvalidParameterException",
      message: `The provider Google does not exist for User Pool ${UserPoolId}.`,
    });
    await createProvider(UserPoolId, {});
    const { UserPoolClient } = await create();
    assert.deepEqual(UserPoolClient?.SupportedIdentityProviders, ["COGNITO", "Google"]);
  });
});
