import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";
import { parseFilter } from "../users/filter.ts";

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

describe("ListUsers", () => {
  it("filters by one condition and pages through the rest", async () => {
    const { UserPoolId } = await pools.createPool();
    const names = ["ann", "anton", "bea", 'qu"ote'];
    for (const name of names) await createUser(UserPoolId, name, { email: `${name.replace('"', "")}@example.com`, name });
    const list = async (Filter: string) =>
      (await pools.client.send(new ListUsersCommand({ UserPoolId, Filter }))).Users?.map(({ Username }) => Username);
    assert.deepEqual(await list('username = "ann"'), ["ann"]);
    assert.deepEqual(await list('username ^= "an"'), ["ann", "anton"]);
    assert.deepEqual(await list('email = "bea@example.com"'), ["bea"]);
    assert.deepEqual(await list('email ^= "an"'), ["ann", "anton"]);
    assert.deepEqual(await list('name = "qu\\"ote"'), ['qu"ote']);
    assert.deepEqual(await list('cognito:user_status = "force_change_password"'), names);
    assert.deepEqual(await list('status = "Disabled"'), []);
    await assert.rejects(list('email like "x"'), { name: "InvalidParameterException", message: "Error while parsing filter" });
    await assert.rejects(list('custom:x = "y"'), { message: "Invalid search attribute: custom:x" });

    const seen: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 3, PaginationToken }));
      assert.ok((page.Users?.length ?? 0) <= 3);
      seen.push(...(page.Users ?? []).map(({ Username }) => Username));
      PaginationToken = page.PaginationToken;
    } while (PaginationToken);
    assert.deepEqual(seen, names);
    const AttributesToGet = ["name"];
    const { Users } = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 1, AttributesToGet }));
    assert.deepEqual(Users?.[0]?.Attributes, [{ Name: "name", Value: "ann" }]);
  });

  it("shows each of 10,000 users once while others come, go and change", async () => {
    const { UserPoolId } = await pools.createPool();
    const add = (index: number) => {
      const username = `user-${index}`;
      const attributes = { email: `${username}@example.com` };
      return addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username, attributes }).sub;
    };
    const subs = pools.store.write(() => Array.from({ length: 10_000 }, (_, index) => add(index)));
    const seen: (string | undefined)[] = [];
    const deleted = new Set<string>();
    let PaginationToken: string | undefined;
    for (let page = 0; page === 0 || PaginationToken; page++) {
      const answer = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 60, PaginationToken }));
      seen.push(...(answer.Users ?? []).map(({ Attributes }) => Attributes?.find(({ Name }) => Name === "sub")?.Value));
      PaginationToken = answer.PaginationToken;
      if (page >= 20) continue;
      // One behind this page and one far ahead of it go, one ahead changes, and one comes.
      for (const index of [page * 60, 9_000 + page]) {
        await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: `user-${index}` }));
        deleted.add(subs[index] as string);
      }
      const UserAttributes = [{ Name: "email", Value: `0-${page}@example.com` }];
      await pools.client.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username: `user-${5_000 + page}`, UserAttributes }),
      );
      add(20_000 + page);
    }
    assert.equal(new Set(seen).size, seen.length);
    const listed = new Set(seen);
    assert.deepEqual(
      subs.filter((sub) => !deleted.has(sub) && !listed.has(sub)),
      [],
    );
    assert.equal(seen.length, 10_000);
  });

  it("looks an e-mail address, a phone number, a username and a sub up by an index", async () => {
    const pool = pools.cognito.userPools.get((await pools.createPool()).UserPoolId);
    for (const [filter, index] of [
      ['email = "a"', "cognito_user_by_email"],
      ['phone_number = "+1"', "cognito_user_by_phone"],
      ['username = "u"', "cognito_user_by_username"],
      ['sub = "s"', "cognito_user_by_sub"],
    ] as const) {
      const { condition, values } = parseFilter(filter, pool);
      const text = `EXPLAIN QUERY PLAN SELECT * FROM cognito_user WHERE user_pool_id = ? AND id > ? ${condition} ORDER BY id LIMIT ?`;
      const plan = pools.store.sql(text).all("p", 0, ...values, 60);
      assert.match(JSON.stringify(plan), new RegExp(`USING INDEX ${index}`));
      assert.ok(!/SCAN/.test(JSON.stringify(plan)));
    }
  });
});
