import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function createUser(UserPoolId: string, Username: string, attributes: Record<string, string> = {}) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const command = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(command);
  return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
}

describe("a user pool", () => {
  it("is described with Cognito's defaults, counted, updated by a whole replace, listed and deleted", async () => {
    const LambdaConfig = { PostConfirmation: "arn:aws:lambda:us-east-1:000000000000:function:f" };
    const { UserPool } = await pools.client.send(
      new CreateUserPoolCommand({ PoolName: "one", LambdaConfig, UsernameAttributes: ["email"] }),
    );
    const UserPoolId = UserPool?.Id as string;
    assert.match(UserPoolId, /^us-east-1_[0-9A-Za-z]{9}$/);
    assert.equal(UserPool?.Arn, `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`);
    assert.deepEqual(UserPool?.Policies?.PasswordPolicy, {
      MinimumLength: 8,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    });
    assert.equal(
      UserPool?.SchemaAttributes?.find(({ Name }) => Name === "birthdate")?.StringAttributeConstraints?.MaxLength,
      "10",
    );
    const describePool = async () => (await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
    await createUser(UserPoolId, "a@example.com");
    await createUser(UserPoolId, "b@example.com");
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "b@example.com" }));
    assert.equal((await describePool())?.EstimatedNumberOfUsers, 1);
    assert.deepEqual((await describePool())?.LambdaConfig, LambdaConfig);

    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId, Policies: { PasswordPolicy: { MinimumLength: 6 } } }));
    const updated = await describePool();
    assert.deepEqual(updated?.LambdaConfig, {});
    assert.deepEqual([updated?.Name, updated?.UsernameAttributes], ["one", ["email"]]);
    assert.equal(updated?.Policies?.PasswordPolicy?.RequireSymbols, false);

    const listed = await pools.client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    assert.ok(listed.UserPools?.some(({ Id }) => Id === UserPoolId));
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await assert.rejects(describePool(), {
      name: "ResourceNotFoundException",
      message: `User pool ${UserPoolId} does not exist.`,
    });
  });

  it("has clients with Cognito's ids and defaults, and none of a pool that is deleted", async () => {
    const { UserPoolId, ClientId, ClientSecret } = await pools.createPool(
      {},
      { ExplicitAuthFlows: undefined, GenerateSecret: true },
    );
    assert.match(ClientId, /^[a-z0-9]{26}$/);
    assert.match(ClientSecret ?? "", /^[a-z0-9]{51}$/);
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    const { UserPoolClient } = await pools.client.send(command);
    assert.deepEqual(UserPoolClient?.ExplicitAuthFlows, ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]);
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    const AuthParameters = { USERNAME: "x", PASSWORD: password };
    await assert.rejects(
      pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })),
      { name: "ResourceNotFoundException", message: `User pool client ${ClientId} does not exist.` },
    );
  });

  it("refuses both kinds of sign-in names at once, and a custom attribute that it has already", async () => {
    await assert.rejects(pools.createPool({ AliasAttributes: ["email"], UsernameAttributes: ["email"] }), {
      name: "InvalidParameterException",
    });
    const { UserPoolId } = await pools.createPool({ Schema: [{ Name: "tier", AttributeDataType: "String" }] });
    const CustomAttributes = [{ Name: "tier", AttributeDataType: "String" as const }];
    await assert.rejects(pools.client.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes })), {
      name: "InvalidParameterException",
      message: "custom:tier: Existing attribute already has name custom:tier.",
    });
  });
});
