import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { CreateUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import type { SignUps } from "./foyer-api-sign-ups.ts";

describe("what the console reads of users", () => {
  let local: LocalAws;
  const subs = new Map<string, string>();

  before(async () => {
    local = await startLocal();
    for (const PoolName of ["one", "two"]) {
      const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", { PoolName })) as CreateUserPoolResponse;
      for (const Username of [`ada-${PoolName}`, `100%_${PoolName}`]) {
        const { User } = (await local.call("cognito-idp", "AdminCreateUser", {
          UserPoolId: UserPool?.Id,
          Username,
          MessageAction: "SUPPRESS",
          UserAttributes: [{ Name: "email", Value: `${Username.replace("%_", "")}@Example.com` }],
        })) as { User: { Attributes: { Name: string; Value: string }[] } };
        subs.set(Username, User.Attributes.find(({ Name }) => Name === "sub")?.Value ?? "");
      }
    }
    const sub = subs.get("ada-one") as string;
    const step = { step: "welcome", phase: "afterwards" };
    local.journal.record("step", { sub }, { ...step, state: "failed", attempt: 1, error: "Throttled" });
    local.journal.record("step", { sub }, { ...step, state: "done", attempt: 2 });
  });
  after(() => local.stop());

  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${local.url}/_foyer/${path}`, init);
    return { status: response.status, json: (await response.json()) as never };
  };
  const names = ({ json }: { json: SignUps }) => json.users.map(({ username }) => username);

  it("lists the users of all pools, the newest first, in pages that know how many there are", async () => {
    const all = ["100%_two", "ada-two", "100%_one", "ada-one"];
    assert.deepEqual(names(await get("sign-ups")), all);
    const page = await get("sign-ups?offset=1&limit=2");
    assert.deepEqual([names(page), (page.json as SignUps).total], [all.slice(1, 3), 4]);
    for (const query of ["offset=-1", "offset=x", "limit=0"]) assert.equal((await get(`sign-ups?${query}`)).status, 400, query);
  });

  it("finds a part of a name, an address or a sub as it is written, in any case, and nothing by a wildcard", async () => {
    assert.deepEqual(names(await get("sign-ups?search=ADA")), ["ada-two", "ada-one"]);
    assert.deepEqual(names(await get(`sign-ups?search=${encodeURIComponent("100%_")}`)), ["100%_two", "100%_one"]);
    assert.deepEqual(names(await get(`sign-ups?search=${encodeURIComponent("a%o")}`)), []);
    assert.deepEqual(names(await get("sign-ups?search=@example")), ["100%_two", "ada-two", "100%_one", "ada-one"]);
    assert.deepEqual(names(await get(`sign-ups?search=${subs.get("ada-one")}`)), ["ada-one"]);
    assert.deepEqual(names(await get("sign-ups?status=CONFIRMED")), []);
  });

  it("says of each how they came and how far they are", async () => {
    const { users } = (await get("sign-ups?search=ada-one")).json as SignUps;
    assert.equal(users[0]?.origin, "admin-created");
    assert.deepEqual(users[0]?.steps, [{ step: "welcome", phase: "afterwards", state: "done", attempts: 2 }]);
  });

  it("gives one user's journal, also after the deletion", async () => {
    const sub = subs.get("ada-two") as string;
    const before = (await get(`journal/${sub}`)).json as { user: { username: string } | null; entries: { type: string }[] };
    assert.equal(before.user?.username, "ada-two");
    const UserPoolId = (before.user as unknown as { userPoolId: string }).userPoolId;
    await local.call("cognito-idp", "AdminDeleteUser", { UserPoolId, Username: "ada-two" });
    const deleted = (await get(`journal/${sub}`)).json as typeof before;
    assert.deepEqual([deleted.user, deleted.entries.map(({ type }) => type)], [null, ["user.signed-up", "user.deleted"]]);
  });

  it("has no ledger where no onboarding is deployed, and lets no page of another site replay", async () => {
    const sub = subs.get("ada-one");
    const { status, json } = await get(`entry/${sub}`);
    assert.deepEqual([status, (json as { error: { code: string } }).error.code], [404, "NoOnboarding"]);
    const foreign = await fetch(`${local.url}/_foyer/replay/${sub}`, {
      method: "POST",
      body: "{}",
      headers: { origin: "https://evil.example" },
    });
    assert.equal(foreign.status, 403);
  });
});
