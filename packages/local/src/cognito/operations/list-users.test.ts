import assert from "node:assert/strict";
import { createHash } from "node:crypto";
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

/** A token with the digest of one that the operation gave, which anybody can compute. */
function forged(list: string, key: string): string {
  const digest = createHash("sha256").update(`${list}\n${key}`).digest().subarray(0, 12);
  return Buffer.concat([digest, Buffer.from(key)]).toString("base64url");
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
      { UserPoolId, PaginationToken: forged(`ListUsers ${UserPoolId} `, "no position") },
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

  it("reads an index from where the last page ended, and in the index's order", async () => {
    const { UserPoolId } = await pools.createPool();
    const attributes = ["email", "phone_number", "name", "given_name", "family_name", "preferred_username"];
    const alike = Object.fromEntries(attributes.map((name) => [name, name === "email" ? "v@example.com" : "+15550001000"]));
    for (const name of ["v1", "v2", "v3"]) await createUser(UserPoolId, name, alike);
    const columns = [...attributes, "username", "sub"];
    const filters = [
      ...columns.flatMap((name) => [`${name} = "v"`, `${name} ^= ""`]),
      'cognito:user_status = "FORCE_CHANGE_PASSWORD"',
      'status = "Disabled"',
      'status = "Enabled"',
    ];
    for (const Filter of filters) {
      const texts = await textsOf(async () => {
        const { PaginationToken } = await pools.client.send(new ListUsersCommand({ UserPoolId, Filter, Limit: 1 }));
        if (PaginationToken) await pools.client.send(new ListUsersCommand({ UserPoolId, Filter, Limit: 2, PaginationToken }));
      });
      const plans = texts.map((text) => pools.store.sql(`EXPLAIN QUERY PLAN ${text}`).all());
      const details = plans.flatMap((plan) => plan.map(({ detail }) => detail as string));
      assert.equal(details.length, plans.length, `${Filter}: ${details}`);
      for (const detail of details)
        assert.match(detail, /^SEARCH cognito_user USING INDEX cognito_\w+ \(user_pool_id=\?/, Filter);
      if (Filter.includes("^=")) {
        const bounds = details.map((detail) =>
          /user_pool_id=\? AND (.*)\)$/.exec(detail)?.[1]?.replace(/<expr>|\w+(?=[<>=])/g, "x"),
        );
        const alone = ["x>? AND x<?", "x=? AND x>?", "x>? AND x<?"];
        // Nobody else has the same username or sub, whose index is unique.
        const unique = ["x>? AND x<?", "x=?", "x>? AND x<?"];
        assert.deepEqual(bounds, /^(username|sub) /.test(Filter) ? unique : alone, Filter);
      } else if (Filter.includes('"v"')) {
        assert.match(details[0] as string, /user_pool_id=\? AND .+=\?/, Filter);
      }
    }
  });
});

/** The statements that read users while something runs. */
async function textsOf(run: () => Promise<unknown>): Promise<string[]> {
  const texts = new Set<string>();
  const prepare = pools.store.sql.bind(pools.store);
  pools.store.sql = (text) => {
    if (text.startsWith("SELECT * FROM cognito_user WHERE")) texts.add(text);
    return prepare(text);
  };
  await run().finally(() => {
    pools.store.sql = prepare;
  });
  return [...texts];
}
