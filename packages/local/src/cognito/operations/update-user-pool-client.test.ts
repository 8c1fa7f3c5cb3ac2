import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
  type UpdateUserPoolClientRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { signedInUser } from "../tokens/test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const unknown = (ClientId: string) => ({
  name: "ResourceNotFoundException",
  message: `User pool client ${ClientId} does not exist.`,
});

describe("UpdateUserPoolClient", () => {
  it("resets what it is not given, but keeps the name, the secret and the date of creation", async () => {
    const { UserPoolId, ClientId, ClientSecret } = await pools.createPool(
      {},
      { GenerateSecret: true, ReadAttributes: ["email"], AuthSessionValidity: 15, EnableTokenRevocation: false },
    );
    const describeClient = async () =>
      (await pools.client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;
    const before = await describeClient();
    pools.clock.advance(5_000);
    const command = new UpdateUserPoolClientCommand({ UserPoolId, ClientId, AccessTokenValidity: 2 });
    const { UserPoolClient } = await pools.client.send(command);
    assert.deepEqual(UserPoolClient, {
      UserPoolId,
      ClientId,
      ClientName: "app",
      ClientSecret,
      CreationDate: before?.CreationDate,
      LastModifiedDate: UserPoolClient?.LastModifiedDate,
      AccessTokenValidity: 2,
      RefreshTokenValidity: 30,
      TokenValidityUnits: {},
      ExplicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
      AllowedOAuthFlowsUserPoolClient: false,
      EnableTokenRevocation: true,
      EnablePropagateAdditionalUserContextData: false,
      AuthSessionValidity: 3,
    });
    assert.ok(Number(UserPoolClient?.LastModifiedDate) - Number(before?.LastModifiedDate) >= 5_000);
    assert.deepEqual(await describeClient(), UserPoolClient);
  });

  it("holds from the next sign-in on", async () => {
    const { UserPoolId, ClientId, signIn } = await signedInUser(pools);
    const update = (settings: Partial<UpdateUserPoolClientRequest>) =>
      pools.client.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...settings }));
    await update({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"], AccessTokenValidity: 2 });
    assert.equal((await signIn()).ExpiresIn, 7_200);
    await update({ ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] });
    await assert.rejects(signIn(), { name: "InvalidParameterException" });
  });

  it("checks as CreateUserPoolClient does, and changes nothing if it refuses", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    const command = new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ClientName: "other", AccessTokenValidity: 25 });
    await assert.rejects(pools.client.send(command), { message: "Invalid range for token validity." });
    const { UserPoolClient } = await pools.client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    assert.equal(UserPoolClient?.ClientName, "app");
  });

  it("does not find a client in another pool", async () => {
    const { ClientId } = await pools.createPool();
    const { UserPoolId } = await pools.createPool();
    const request = { UserPoolId, ClientId };
    await assert.rejects(pools.client.send(new UpdateUserPoolClientCommand(request)), unknown(ClientId));
    await assert.rejects(pools.client.send(new DescribeUserPoolClientCommand(request)), unknown(ClientId));
    await assert.rejects(pools.client.send(new DeleteUserPoolClientCommand(request)), unknown(ClientId));
  });
});

describe("DeleteUserPoolClient", () => {
  it("leaves nothing that could still be used, and the other clients as they are", async () => {
    const { UserPoolId, ClientId, tokens, signIn } = await signedInUser(pools);
    const other = new CreateUserPoolClientCommand({ UserPoolId, ClientName: "other" });
    const { UserPoolClient } = await pools.client.send(other);
    await pools.client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await assert.rejects(signIn(), unknown(ClientId));
    await assert.rejects(pools.client.send(new GetUserCommand({ AccessToken: tokens.AccessToken })), unknown(ClientId));
    await assert.rejects(pools.client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })), unknown(ClientId));
    const { UserPoolClients } = await pools.client.send(new ListUserPoolClientsCommand({ UserPoolId }));
    assert.deepEqual(UserPoolClients, [{ UserPoolId, ClientId: UserPoolClient?.ClientId, ClientName: "other" }]);
  });
});

describe("ListUserPoolClients", () => {
  it("lists the clients of the pool by pages", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    await pools.createPool();
    const ids = [ClientId];
    for (const ClientName of ["two", "three"]) {
      const made = await pools.client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName }));
      ids.push(made.UserPoolClient?.ClientId as string);
    }
    const list = (MaxResults?: number, NextToken?: string) =>
      pools.client.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults, NextToken }));
    const all = await list();
    assert.equal(all.NextToken, undefined);
    assert.deepEqual(all.UserPoolClients?.map((client) => client.ClientId).toSorted(), ids.toSorted());
    const first = await list(2);
    assert.equal(first.UserPoolClients?.length, 2);
    const last = await list(2, first.NextToken);
    assert.equal(last.NextToken, undefined);
    assert.deepEqual([...(first.UserPoolClients ?? []), ...(last.UserPoolClients ?? [])], all.UserPoolClients);
    await assert.rejects(list(2, "nonsense"), { name: "InvalidParameterException" });
  });
});
