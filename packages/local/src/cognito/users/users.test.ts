import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AddCustomAttributesCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
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

async function createUser(UserPoolId: string, Username: string, attributes: Record<string, string> = {}) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const command = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(command);
  return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
}

async function attributesOf(UserPoolId: string, Username: string) {
  const { UserAttributes } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
}

describe("a user", () => {
  it("is found by username, alias and sub, and by nothing once deleted", async () => {
    const { UserPoolId } = await pools.createPool({ AliasAttributes: ["email"] });
    const sub = await createUser(UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
    for (const name of ["ada", "ada@example.com", sub]) assert.equal((await attributesOf(UserPoolId, name)).sub, sub);
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "ada@example.com" }));
    for (const name of ["ada", "ada@example.com", sub]) {
      await assert.rejects(attributesOf(UserPoolId, name), { name: "UserNotFoundException", message: "User does not exist." });
    }
    await createUser(UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
  });

  it("has an address unverified by its change, a value deleted by an empty one, and no unknown attribute", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "upd", { email: "upd@example.com", email_verified: "true", name: "Upd" });
    const update = (Name: string, Value: string) =>
      pools.client.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: "upd", UserAttributes: [{ Name, Value }] }));
    await update("email", "new@example.com");
    await update("name", "");
    const { sub, ...rest } = await attributesOf(UserPoolId, "upd");
    assert.ok(sub);
    assert.deepEqual(rest, { email: "new@example.com", email_verified: "false" });
    await assert.rejects(update("custom:tier", "gold"), {
      name: "InvalidParameterException",
      message: "user.custom:tier: Attribute does not exist in the schema.\n",
    });
    await pools.client.send(
      new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ Name: "tier", AttributeDataType: "String" }] }),
    );
    await update("custom:tier", "gold");
    assert.equal((await attributesOf(UserPoolId, "upd"))["custom:tier"], "gold");
    await assert.rejects(update("sub", "x"), { message: "Cannot modify the non-mutable attribute sub" });
  });

  it("has a sub that is now and then no UUID of RFC 4122", async () => {
    const { UserPoolId } = await pools.createPool();
    const subs = await Promise.all(Array.from({ length: 60 }, (_, index) => createUser(UserPoolId, `u${index}`)));
    const strict = subs.filter((sub) => /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(sub));
    assert.ok(subs.every((sub) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sub)));
    assert.ok(strict.length > 0 && strict.length < subs.length);
  });
});
