import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";
import { parseFilter } from "../users/filter.ts";
import { start, statementFor, valuesFor } from "../users/find-users.ts";

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

  it("reads its filter by AWS's grammar", async () => {
    const { UserPoolId } = await pools.createPool({ UsernameConfiguration: { CaseSensitive: false } });
    await createUser(UserPoolId, "Ann", {
      email: "Ann@example.com",
      name: 'back\\slash "q"',
      given_name: "Ann",
      family_name: "Ox",
    });
    await createUser(UserPoolId, "bob", { preferred_username: "bobby", phone_number: "+15551230000" });
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "bob" }));
    const list = async (Filter: string) =>
      (await pools.client.send(new ListUsersCommand({ UserPoolId, Filter }))).Users?.map(({ Username }) => Username);
    const found: [string, string[]][] = [
      ["", ["Ann", "bob"]],
      ['  email="Ann@example.com"  ', ["Ann"]],
      ['"email" = "Ann@example.com"', ["Ann"]],
      ['email = "ann@example.com"', []],
      ['username = "Ann"', ["Ann"]],
      ['username = "ann"', []],
      ['username ^= "an"', []],
      ['name = "back\\\\slash \\"q\\""', ["Ann"]],
      ['given_name ^= "A"', ["Ann"]],
      ['family_name = "Ox"', ["Ann"]],
      ['preferred_username ^= "bob"', ["bob"]],
      ['phone_number ^= "+1555"', ["bob"]],
      ['cognito:user_status = "Force_change_PASSWORD"', ["Ann", "bob"]],
      ['cognito:user_status ^= "force"', ["Ann", "bob"]],
      ['cognito:user_status ^= ""', ["Ann", "bob"]],
      ['cognito:user_status = "no"', []],
      ['status = "Enabled"', ["Ann"]],
      ['status = "Disabled"', ["bob"]],
      ['status ^= "Dis"', ["bob"]],
      ['status = "disabled"', []],
      ['name = "\' OR 1=1 --"', []],
    ];
    for (const [filter, users] of found) assert.deepEqual(await list(filter), users, filter);
    for (const filter of [
      "email",
      "email = ann",
      'email == "a"',
      'email = "a" AND name = "b"',
      'email = "a',
      '"email = "a"',
      " ",
    ]) {
      await assert.rejects(list(filter), { name: "InvalidParameterException", message: "Error while parsing filter" }, filter);
    }
    for (const name of ["Email", "nickname", "custom:x", "email_verified", "toString"]) {
      await assert.rejects(list(`${name} = "a"`), { message: `Invalid search attribute: ${name}` });
    }
  });

  it("pages through what begins alike, by users of one name too", async () => {
    const { UserPoolId } = await pools.createPool();
    const names = ["Jo", "Jon", "Jon", "Jon", "Jona", "Jo", "Kim"];
    for (const [index, name] of names.entries()) await createUser(UserPoolId, `u${index}`, { name });
    const seen: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await pools.client.send(
        new ListUsersCommand({ UserPoolId, Filter: 'name ^= "Jo"', Limit: 1, PaginationToken }),
      );
      seen.push(page.Users?.[0]?.Username);
      PaginationToken = page.PaginationToken;
    } while (PaginationToken);
    assert.deepEqual(seen, ["u0", "u5", "u1", "u2", "u3", "u4"]);
  });

  it("refuses a token of another pool, of another filter, and one that it never gave", async () => {
    const { UserPoolId } = await pools.createPool();
    const other = await pools.createPool();
    for (const pool of [UserPoolId, other.UserPoolId]) for (const name of ["a", "b"]) await createUser(pool, name);
    const { PaginationToken } = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 1 }));
    const refused = { name: "InvalidParameterException", message: "Invalid pagination token." };
    for (const request of [
      { UserPoolId: other.UserPoolId, PaginationToken },
      { UserPoolId, PaginationToken, Filter: 'username ^= "b"' },
      { UserPoolId, PaginationToken: "bm9uc2Vuc2U" },
    ]) {
      await assert.rejects(pools.client.send(new ListUsersCommand(request)), refused);
    }
    const rest = await pools.client.send(new ListUsersCommand({ UserPoolId, PaginationToken, Limit: 0 }));
    assert.deepEqual(
      rest.Users?.map(({ Username }) => Username),
      ["b"],
    );
  });

  it("gives the attributes that are asked for, if every user of the page has them", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "has", { name: "Has", email: "has@example.com" });
    await createUser(UserPoolId, "lacks", { name: "Lacks" });
    const attributesOf = async (AttributesToGet: string[], Filter?: string) => {
      const { Users } = await pools.client.send(new ListUsersCommand({ UserPoolId, AttributesToGet, Filter }));
      return Users?.map(({ Attributes }) => Attributes?.map(({ Name }) => Name));
    };
    assert.deepEqual(await attributesOf(["name"]), [["name"], ["name"]]);
    assert.deepEqual(await attributesOf(["sub", "email"], 'username = "has"'), [["sub", "email"]]);
    const refused = { name: "InvalidParameterException", message: "One or more requested attributes do not exist." };
    await assert.rejects(attributesOf(["email"]), refused);
    await assert.rejects(attributesOf(["custom:none"], 'username = "nobody"'), refused);
  });

  it("continues a search for a beginning where its last page ended", async () => {
    const pool = pools.cognito.userPools.get((await pools.createPool()).UserPoolId);
    const filter = parseFilter('name ^= "Jo"', pool);
    assert.deepEqual(valuesFor(filter, start), ["Jo", "Jo\u{10ffff}", "", 0]);
    assert.deepEqual(valuesFor(filter, { value: "Jona", id: 7 }), ["Jona", "Jo\u{10ffff}", "Jona", 7]);
  });

  it("searches every attribute by an index and in the index's order", async () => {
    const pool = pools.cognito.userPools.get((await pools.createPool()).UserPoolId);
    const planOf = (text: string) => {
      const filter = text === "" ? undefined : parseFilter(text, pool);
      const statement = pools.store.sql(`EXPLAIN QUERY PLAN ${statementFor(filter)}`);
      return statement.all(pool.id, ...valuesFor(filter, start), 60).map(({ detail }) => detail as string);
    };
    const attributes = ["email", "phone_number", "name", "given_name", "family_name", "preferred_username", "username", "sub"];
    const filters = attributes.flatMap((name) => [`${name} = "v"`, `${name} ^= "v"`]);
    for (const filter of ["", ...filters, 'cognito:user_status = "CONFIRMED"', 'status = "Disabled"', 'status = "Enabled"']) {
      const plan = planOf(filter);
      assert.equal(plan.length, 1, `${filter}: ${plan}`);
      assert.match(plan[0] as string, /^SEARCH cognito_user USING INDEX cognito_\w+ \(user_pool_id=\?/, filter);
      if (filter.includes("^=")) assert.match(plan[0] as string, />\? AND .*<\?\)$/, filter);
      else if (/"v"|CONFIRMED/.test(filter)) assert.match(plan[0] as string, /user_pool_id=\? AND .+=\?/, filter);
    }
  });
});
