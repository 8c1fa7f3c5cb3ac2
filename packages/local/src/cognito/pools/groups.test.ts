import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
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

describe("groups", () => {
  it("take users, twice without an error, and give them back", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "mem");
    const common = { UserPoolId, GroupName: "Users" };
    const missing = { name: "ResourceNotFoundException", message: "Group not found." };
    await assert.rejects(pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "mem" })), missing);
    await pools.client.send(new CreateGroupCommand({ ...common, Precedence: 0, Description: "All" }));
    for (const GroupName of ["Users", "users"]) {
      await assert.rejects(pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName })), {
        name: "GroupExistsException",
        message: "A group with the name already exists.",
      });
    }
    const { Group } = await pools.client.send(new GetGroupCommand(common));
    assert.deepEqual([Group?.Precedence, Group?.Description, Group?.CreationDate instanceof Date], [0, "All", true]);
    for (let time = 0; time < 2; time++) {
      await pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "mem" }));
    }
    await assert.rejects(pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "nobody" })), {
      name: "UserNotFoundException",
    });
    const groups = async () =>
      (await pools.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: "mem" }))).Groups;
    assert.deepEqual(
      (await groups())?.map(({ GroupName }) => GroupName),
      ["Users"],
    );
    await pools.client.send(new AdminRemoveUserFromGroupCommand({ ...common, Username: "mem" }));
    assert.deepEqual(await groups(), []);
  });

  it("are listed by pages", async () => {
    const { UserPoolId } = await pools.createPool();
    for (const GroupName of ["b", "a", "c"]) await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    const first = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 2 }));
    assert.deepEqual(
      first.Groups?.map(({ GroupName }) => GroupName),
      ["a", "b"],
    );
    const second = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 2, NextToken: first.NextToken }));
    assert.deepEqual(
      second.Groups?.map(({ GroupName }) => GroupName),
      ["c"],
    );
    assert.equal(second.NextToken, undefined);
  });
});
