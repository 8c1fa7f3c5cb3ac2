import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersInGroupCommand,
  UpdateGroupCommand,
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

  it("change by what an update names, keep the rest, and go without their users", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "mem");
    const common = { UserPoolId, GroupName: "g" };
    const RoleArn = "arn:aws:iam::000000000000:role/reader";
    await pools.client.send(new CreateGroupCommand({ ...common, Description: "old", Precedence: 3, RoleArn }));
    await pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "mem" }));
    pools.clock.advance(1_000);
    const { Group } = await pools.client.send(new UpdateGroupCommand({ ...common, Description: "new", Precedence: 0 }));
    assert.deepEqual([Group?.Description, Group?.Precedence, Group?.RoleArn], ["new", 0, RoleArn]);
    assert.deepEqual((await pools.client.send(new GetGroupCommand(common))).Group, Group);
    assert.ok((Group?.LastModifiedDate ?? 0) > (Group?.CreationDate ?? 0));

    await pools.client.send(new DeleteGroupCommand(common));
    const missing = { name: "ResourceNotFoundException", message: "Group not found." };
    for (const command of [new UpdateGroupCommand(common), new DeleteGroupCommand(common), new ListUsersInGroupCommand(common)]) {
      await assert.rejects(pools.client.send(command as GetGroupCommand), missing);
    }
    const ofUser = await pools.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: "mem" }));
    assert.deepEqual(ofUser.Groups, []);
  });

  it("list their users by pages, by an index", async () => {
    const { UserPoolId } = await pools.createPool();
    const common = { UserPoolId, GroupName: "g" };
    await pools.client.send(new CreateGroupCommand(common));
    const names = ["c", "a", "d", "b", "e"];
    for (const Username of names) {
      await createUser(UserPoolId, Username, { email: `${Username}@example.com` });
      if (Username !== "d") await pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username }));
    }
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await pools.client.send(new ListUsersInGroupCommand({ ...common, Limit: 2, NextToken }));
      assert.ok((page.Users?.length ?? 0) <= 2);
      seen.push(...(page.Users ?? []).map(({ Username }) => Username));
      NextToken = page.NextToken;
    } while (NextToken);
    assert.deepEqual(seen, ["c", "a", "b", "e"]);
    const text =
      "EXPLAIN QUERY PLAN SELECT user_id FROM cognito_group_member WHERE user_pool_id = ? AND group_name = ? AND user_id > ? ORDER BY user_id LIMIT ?";
    const plan = JSON.stringify(pools.store.sql(text).all("p", "g", 0, 60));
    assert.match(plan, /USING COVERING INDEX cognito_group_member_by_group/);
    assert.doesNotMatch(plan, /SCAN|TEMP B-TREE/);
  });
});
