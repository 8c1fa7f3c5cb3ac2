import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
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

function createClient(UserPoolId: string, client: Partial<CreateUserPoolClientRequest>) {
  return pools.client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app", ...client }));
}

const Scopes = [{ ScopeName: "read", ScopeDescription: "See orders" }];

describe("a resource server", () => {
  it("is created once, described, replaced as a whole and deleted", async () => {
    const { UserPoolId } = await pools.createPool();
    const common = { UserPoolId, Identifier: "https://api.example.com" };
    const given = { ...common, Name: "Orders", Scopes };
    const { ResourceServer } = await pools.client.send(new CreateResourceServerCommand(given));
    assert.deepEqual(ResourceServer, given);
    await assert.rejects(pools.client.send(new CreateResourceServerCommand(given)), {
      name: "InvalidParameterException",
      message: `https://api.example.com already exists in user pool ${UserPoolId}.`,
    });
    const described = await pools.client.send(new DescribeResourceServerCommand(common));
    assert.deepEqual(described.ResourceServer, given);
    await pools.client.send(new UpdateResourceServerCommand({ ...common, Name: "Renamed" }));
    const updated = await pools.client.send(new DescribeResourceServerCommand(common));
    assert.deepEqual(updated.ResourceServer, { ...common, Name: "Renamed", Scopes: [] });
    await pools.client.send(new DeleteResourceServerCommand(common));
    const missing = { name: "ResourceNotFoundException" };
    await assert.rejects(pools.client.send(new DescribeResourceServerCommand(common)), missing);
    await assert.rejects(pools.client.send(new DeleteResourceServerCommand(common)), missing);
    await assert.rejects(pools.client.send(new UpdateResourceServerCommand({ ...common, Name: "x" })), missing);
  });

  it("has a scope once", async () => {
    const { UserPoolId } = await pools.createPool();
    const twice = new CreateResourceServerCommand({ UserPoolId, Identifier: "a", Name: "a", Scopes: [...Scopes, ...Scopes] });
    await assert.rejects(pools.client.send(twice), { name: "InvalidParameterException" });
  });

  it("offers its scopes to the clients of its pool, also if its identifier has slashes", async () => {
    const { UserPoolId } = await pools.createPool();
    const other = await pools.createPool();
    const Identifier = "https://api.example.com/v1";
    await pools.client.send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: "v1", Scopes }));
    const AllowedOAuthFlows = ["code" as const];
    const ask = (pool: string, scope: string) =>
      createClient(pool, { AllowedOAuthFlows, AllowedOAuthScopes: [scope], CallbackURLs: ["https://example.com"] });
    await ask(UserPoolId, `${Identifier}/read`);
    const unknown = { name: "ScopeDoesNotExistException" };
    for (const scope of [`${Identifier}/write`, "read", "/read", Identifier])
      await assert.rejects(ask(UserPoolId, scope), unknown);
    await assert.rejects(ask(other.UserPoolId, `${Identifier}/read`), unknown);
  });

  it("is listed by pages of up to fifty", async () => {
    const { UserPoolId } = await pools.createPool();
    for (let index = 0; index < 51; index++) {
      pools.cognito.resourceServers.create(UserPoolId, `s${index}`, { Name: "s", Scopes: [] });
    }
    const first = await pools.client.send(new ListResourceServersCommand({ UserPoolId }));
    assert.equal(first.ResourceServers?.length, 50);
    const rest = await pools.client.send(new ListResourceServersCommand({ UserPoolId, NextToken: first.NextToken }));
    assert.deepEqual([rest.ResourceServers?.map(({ Identifier }) => Identifier), rest.NextToken], [["s9"], undefined]);
  });
});
