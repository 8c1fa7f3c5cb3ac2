import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  ListGroupsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "./test-pools.ts";
import { addUser } from "./users/add-user.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const refused = { name: "InvalidParameterException", message: "Invalid pagination token." };

describe("a pagination token", () => {
  it("is good for the list that gave it, and for no other pool, operation, user or filter", async () => {
    const { UserPoolId } = await pools.createPool();
    const other = await pools.createPool();
    for (const username of ["ann", "bea"]) {
      addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username });
      for (const GroupName of ["a", "b"]) {
        const member = { UserPoolId, GroupName, Username: username };
        if (username === "ann") await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
        await pools.client.send(new AdminAddUserToGroupCommand(member));
      }
    }
    const { NextToken } = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 1 }));
    const second = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 1, NextToken }));
    assert.deepEqual([second.Groups?.map(({ GroupName }) => GroupName), second.NextToken], [["b"], undefined]);
    const elsewhere = new ListGroupsCommand({ UserPoolId: other.UserPoolId, NextToken });
    await assert.rejects(pools.client.send(elsewhere), refused);
    await assert.rejects(
      pools.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: "ann", NextToken })),
      refused,
    );

    const ofAnn = await pools.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: "ann", Limit: 1 }));
    const ofBea = new AdminListGroupsForUserCommand({ UserPoolId, Username: "bea", NextToken: ofAnn.NextToken });
    await assert.rejects(pools.client.send(ofBea), refused);

    const { PaginationToken } = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 1 }));
    const filtered = new ListUsersCommand({ UserPoolId, Filter: 'username = "bea"', PaginationToken });
    await assert.rejects(pools.client.send(filtered), refused);
  });

  it("is refused when it is made up or changed", async () => {
    const { UserPoolId } = await pools.createPool();
    for (const GroupName of ["a", "b"]) await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    const { NextToken = "" } = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 1 }));
    const changed = `${NextToken.slice(0, -1)}${NextToken.endsWith("A") ? "B" : "A"}`;
    for (const token of ["x", "%", "a".repeat(500), changed]) {
      await assert.rejects(pools.client.send(new ListGroupsCommand({ UserPoolId, NextToken: token })), refused);
    }
  });

  it("comes from no last page, also when the page is full to the brim", async () => {
    const { UserPoolId } = await pools.createPool();
    for (const GroupName of ["a", "b"]) await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    assert.equal((await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 2 }))).NextToken, undefined);
    assert.equal((await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 0 }))).Groups?.length, 2);
    const first = await pools.client.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    assert.equal(first.UserPools?.length, 1);
    assert.ok(first.NextToken);
  });
});
