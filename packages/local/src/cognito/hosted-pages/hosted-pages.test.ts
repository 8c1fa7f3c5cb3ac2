import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateManagedLoginBrandingCommand,
  CreateTermsCommand,
  CreateUserPoolDomainCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteTermsCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  GetUICustomizationCommand,
  ListTermsCommand,
  SetUICustomizationCommand,
  UpdateManagedLoginBrandingCommand,
  UpdateTermsCommand,
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

const unknownId = "12345678-1234-4234-8234-123456789012";

describe("a UI customization", () => {
  it("is that of the client, or of all clients where it has none, and needs a domain", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    const get = async (client?: string) =>
      (await pools.client.send(new GetUICustomizationCommand({ UserPoolId, ClientId: client }))).UICustomization;
    const set = (CSS: string, client?: string, ImageFile?: Uint8Array) =>
      pools.client.send(new SetUICustomizationCommand({ UserPoolId, ClientId: client, CSS, ImageFile }));
    await assert.rejects(set("a"), {
      name: "InvalidParameterException",
      message: "There has to be an existing domain associated with this user pool",
    });
    await pools.client.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: "looks" }));
    assert.deepEqual(await get(ClientId), {});
    await set("a", undefined, Buffer.from("pixels"));
    const common = await get(ClientId);
    assert.partialDeepStrictEqual(common, { UserPoolId, ClientId: "ALL", CSS: "a" });
    const image = await fetch(common?.ImageUrl ?? "");
    assert.equal(await image.text(), "pixels");
    await set("b", ClientId);
    const own = await get(ClientId);
    assert.deepEqual([own?.ClientId, own?.CSS, own?.ImageUrl], [ClientId, "b", undefined]);
    assert.equal((await get())?.CSS, "a");
    await assert.rejects(get("nobody"), { name: "ResourceNotFoundException" });
  });
});

describe("a managed login branding", () => {
  it("belongs to one client, is replaced as a whole, and goes with the client", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    const common = { UserPoolId, ClientId };
    const Settings = { components: { form: { borderRadius: 8, lightMode: null } } };
    const Assets = [
      {
        Category: "FORM_LOGO" as const,
        ColorMode: "LIGHT" as const,
        Extension: "PNG" as const,
        Bytes: new Uint8Array([1, 2, 255]),
      },
    ];
    const created = await pools.client.send(new CreateManagedLoginBrandingCommand({ ...common, Settings, Assets }));
    const ManagedLoginBrandingId = created.ManagedLoginBranding?.ManagedLoginBrandingId;
    assert.partialDeepStrictEqual(created.ManagedLoginBranding, { UserPoolId, UseCognitoProvidedValues: false, Settings });
    assert.deepEqual(created.ManagedLoginBranding?.Assets, Assets);
    await assert.rejects(pools.client.send(new CreateManagedLoginBrandingCommand(common)), {
      name: "ManagedLoginBrandingExistsException",
    });
    const byId = new DescribeManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId });
    const byClient = new DescribeManagedLoginBrandingByClientCommand(common);
    assert.deepEqual((await pools.client.send(byId)).ManagedLoginBranding, created.ManagedLoginBranding);
    assert.deepEqual((await pools.client.send(byClient)).ManagedLoginBranding, created.ManagedLoginBranding);

    const update = { UserPoolId, ManagedLoginBrandingId, UseCognitoProvidedValues: true };
    await pools.client.send(new UpdateManagedLoginBrandingCommand(update));
    const updated = (await pools.client.send(byId)).ManagedLoginBranding;
    assert.deepEqual([updated?.UseCognitoProvidedValues, updated?.Settings, updated?.Assets], [true, undefined, undefined]);
    await assert.rejects(pools.client.send(new UpdateManagedLoginBrandingCommand({ ...update, Settings })), {
      name: "InvalidParameterException",
    });

    await pools.client.send(new DeleteUserPoolClientCommand(common));
    await assert.rejects(pools.client.send(byId), { name: "ResourceNotFoundException" });
  });

  it("is deleted once", async () => {
    const common = await pools.createPool();
    const { UserPoolId } = common;
    const created = await pools.client.send(new CreateManagedLoginBrandingCommand({ ...common, UseCognitoProvidedValues: true }));
    const ManagedLoginBrandingId = created.ManagedLoginBranding?.ManagedLoginBrandingId;
    const remove = new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId });
    await pools.client.send(remove);
    await assert.rejects(pools.client.send(remove), { name: "ResourceNotFoundException" });
    const byClient = new DescribeManagedLoginBrandingByClientCommand(common);
    await assert.rejects(pools.client.send(byClient), { name: "ResourceNotFoundException" });
  });
});

describe("terms", () => {
  it("are one of a name for a client, found by id and by client, changed by what an update names, and deleted", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    const given = {
      UserPoolId,
      ClientId,
      TermsName: "terms-of-use",
      TermsSource: "LINK",
      Enforcement: "NONE",
      Links: { "cognito:default": "https://example.com/terms" },
    } as const;
    const { Terms } = await pools.client.send(new CreateTermsCommand(given));
    assert.partialDeepStrictEqual(Terms, given);
    const { TermsId } = Terms ?? {};
    await assert.rejects(pools.client.send(new CreateTermsCommand(given)), { name: "TermsExistsException" });
    const byId = new DescribeTermsCommand({ UserPoolId, TermsId });
    const byClient = new DescribeTermsByClientCommand({ UserPoolId, ClientId, TermsName: "terms-of-use" });
    assert.deepEqual((await pools.client.send(byId)).Terms, Terms);
    assert.deepEqual((await pools.client.send(byClient)).Terms, Terms);

    const policy = await pools.client.send(new CreateTermsCommand({ ...given, TermsName: "privacy-policy" }));
    const rename = new UpdateTermsCommand({ UserPoolId, TermsId: policy.Terms?.TermsId, TermsName: "terms-of-use" });
    await assert.rejects(pools.client.send(rename), { name: "TermsExistsException" });
    const Links = { "cognito:default": "https://example.com/new" };
    await pools.client.send(new UpdateTermsCommand({ UserPoolId, TermsId, Links }));
    assert.partialDeepStrictEqual((await pools.client.send(byId)).Terms, { ...given, Links });

    const first = await pools.client.send(new ListTermsCommand({ UserPoolId, MaxResults: 1 }));
    const rest = await pools.client.send(new ListTermsCommand({ UserPoolId, NextToken: first.NextToken }));
    const names = [...(first.Terms ?? []), ...(rest.Terms ?? [])].map(({ TermsName }) => TermsName);
    assert.deepEqual(names.sort(), ["privacy-policy", "terms-of-use"]);

    await pools.client.send(new DeleteTermsCommand({ UserPoolId, TermsId }));
    const missing = { name: "ResourceNotFoundException" };
    await assert.rejects(pools.client.send(byId), missing);
    await assert.rejects(pools.client.send(byClient), missing);
    await assert.rejects(pools.client.send(new DeleteTermsCommand({ UserPoolId, TermsId: unknownId })), missing);
  });
});
