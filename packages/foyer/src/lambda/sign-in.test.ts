import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { addToGroups } from "../steps/add-to-groups.ts";
import { everyone, verifiedEmailAt } from "../steps/group-rules.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { confirmationEvent, logLines, pending, TestAws } from "../test-aws.ts";
import { signInHandler } from "./sign-in.ts";
import { triggerHandler } from "./trigger.ts";

let aws: TestAws;
const ledger = new Ledger();
const userPoolId = "us-east-1_Test";
const entryOf = (sub: string) => ledger.get({ userPoolId, sub });
const invoked = () => aws.inputsOf("Invoke").map(({ sub }) => sub);
const welcome = onboarding({
  beforeFirstSignIn: { groups: addToGroups({ Users: everyone, Staff: verifiedEmailAt("example.com") }) },
  afterwards: { joined: publishEvent({ detailType: "UserConfirmed" }) },
});
const signIn = signInHandler(welcome);

const roles = {
  iamRolesToOverride: ["arn:aws:iam::000000000000:role/users"],
  preferredRole: "arn:aws:iam::000000000000:role/users",
};

/** The event of a pre token generation trigger. */
function tokenEvent(sub: string, more: { source?: string; version?: string; attributes?: object; response?: object } = {}) {
  const event = confirmationEvent(sub, { source: more.source ?? "TokenGeneration_Authentication", attributes: more.attributes });
  const groupConfiguration = { groupsToOverride: ["Beta"], ...roles };
  return {
    ...event,
    version: more.version ?? "1",
    request: { ...event.request, groupConfiguration },
    response: more.response ?? { claimsOverrideDetails: null },
  };
}

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
  // The first invocation of a process counts its start against the budget, and tests start slowly.
  await signIn({});
});
beforeEach(() => aws.reset());
after(() => aws.stop());

test("whoever signs in without an entry is onboarded, and the event comes back as it was", async () => {
  const event = confirmationEvent("ann", { source: "PostAuthentication_Authentication" });
  const copy = structuredClone(event);
  const { result } = await logLines(() => signIn(event));
  assert.equal(result, event);
  assert.deepEqual(event, copy);
  assert.deepEqual(invoked(), ["ann"]);
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, 2);
  const entry = await entryOf("ann");
  assert.deepEqual([entry?.status, entry?.steps.groups?.state, entry?.steps.joined?.state], ["open", "done", "pending"]);
});

for (const source of ["HostedAuth", "Authentication", "NewPasswordChallenge", "AuthenticateDevice", "RefreshTokens"]) {
  test(`TokenGeneration_${source} opens an entry as well`, async () => {
    await logLines(() => signIn(tokenEvent(`bob-${source}`, { source: `TokenGeneration_${source}` })));
    assert.equal((await entryOf(`bob-${source}`))?.status, "open");
  });
}

test("the entry says how the user came", async () => {
  aws.addUser("migrated");
  Object.assign(aws.users.get("migrated") as object, { UserCreateDate: Date.now() / 1_000 });
  aws.addUser("sign-up");
  const origins = {
    federated: tokenEvent("federated", { attributes: { "cognito:user_status": "EXTERNAL_PROVIDER" } }),
    linked: tokenEvent("linked", { attributes: { identities: "[]" } }),
    invited: tokenEvent("invited", { source: "TokenGeneration_NewPasswordChallenge" }),
    forced: tokenEvent("forced", { attributes: { "cognito:user_status": "FORCE_CHANGE_PASSWORD" } }),
    imported: tokenEvent("imported", { attributes: { "cognito:user_status": "RESET_REQUIRED" } }),
    migrated: confirmationEvent("migrated", { source: "PostAuthentication_Authentication" }),
    "sign-up": confirmationEvent("sign-up", { source: "PostAuthentication_Authentication" }),
  };
  for (const event of Object.values(origins)) await logLines(() => signIn<object>(event));
  const found = await Promise.all(Object.keys(origins).map(async (sub) => (await entryOf(sub))?.origin));
  assert.deepEqual(found, ["federated", "federated", "admin-created", "admin-created", "imported", "migrated", "sign-up"]);
});

test("who was created by an administrator is known as such after both events of the first sign-in", async () => {
  await logLines(() => signIn(confirmationEvent("newton", { source: "PostAuthentication_Authentication" })));
  await logLines(() => signIn(tokenEvent("newton", { source: "TokenGeneration_NewPasswordChallenge" })));
  assert.equal((await entryOf("newton"))?.origin, "admin-created");
  assert.deepEqual(invoked(), ["newton"]);
});

test("a group that is on its way is in the first token, and nothing that was there is dropped", async () => {
  const { result } = await logLines(() => signIn(tokenEvent("cid")));
  assert.deepEqual(result.response, {
    claimsOverrideDetails: { groupOverrideDetails: { groupsToOverride: ["Beta", "Users", "Staff"], ...roles } },
  });
});

test("overrides that the event brings stay, in every version of the event", async () => {
  const claims = { claimsToAddOrOverride: { tenant: "a" } };
  const first = await logLines(() => signIn(tokenEvent("dan", { response: { claimsOverrideDetails: claims } })));
  assert.deepEqual(first.result.response, {
    claimsOverrideDetails: { ...claims, groupOverrideDetails: { groupsToOverride: ["Beta", "Users", "Staff"], ...roles } },
  });
  for (const version of ["2", "3"]) {
    const event = tokenEvent(`dan-${version}`, {
      version,
      response: { claimsAndScopeOverrideDetails: { idTokenGeneration: claims } },
    });
    const { result } = await logLines(() => signIn(event));
    assert.deepEqual(result.response, {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: claims,
        groupOverrideDetails: { groupsToOverride: ["Beta", "Users", "Staff"], ...roles },
      },
    });
  }
  const unknown = tokenEvent("dan-9", { version: "9" });
  assert.equal((await logLines(() => signIn(unknown))).result, unknown);
});

test("a late group is in the token also when Cognito cannot add it now, until the step is done", async () => {
  aws.on("AdminAddUserToGroup", () => ({ status: 500, error: "InternalErrorException" }));
  await logLines(() => triggerHandler(welcome)(confirmationEvent("eve")));
  const groups = async () => {
    const { result } = await logLines(() => signIn<{ response: { claimsOverrideDetails?: unknown } }>(tokenEvent("eve")));
    return result.response.claimsOverrideDetails;
  };
  assert.ok(await groups());
  await ledger.record({ userPoolId, sub: "eve" }, "groups", { state: "done", attempts: 2 });
  assert.equal(await groups(), null);
  // An open entry has a worker already.
  assert.deepEqual(invoked(), ["eve"]);
});

test("a group that an administrator took away does not come back by a sign-in", async () => {
  const key = { userPoolId, sub: "fay" };
  await ledger.open(key, { origin: "sign-up", steps: pending("groups", "joined") });
  await ledger.record(key, "groups", { state: "done", attempts: 1 });
  for (const status of ["open", "complete"] as const) {
    if (status === "complete") await ledger.close(key, status);
    const event = tokenEvent("fay");
    assert.equal((await logLines(() => signIn(event))).result, event);
  }
  assert.ok(!aws.inputsOf("AdminAddUserToGroup").some(({ Username }) => Username === "fay"));
  assert.deepEqual(invoked(), []);
});

test("a group that an unverified address would give is not given", async () => {
  const { result } = await logLines(() => signIn(tokenEvent("gil", { attributes: { email_verified: "false" } })));
  const overrides = result.response as { claimsOverrideDetails: { groupOverrideDetails: { groupsToOverride: string[] } } };
  assert.deepEqual(overrides.claimsOverrideDetails.groupOverrideDetails.groupsToOverride, ["Beta", "Users"]);
});

test("sign-ins at the same time open one entry and add no effect twice", async () => {
  const events = [1, 2, 3].map(() => tokenEvent("hal"));
  const { lines } = await logLines(() => Promise.all(events.map((event) => signIn(event))));
  assert.equal(lines.filter(({ step, state }) => step === "groups" && state === "done").length, 1);
});

for (const operation of ["GetItem", "PutItem", "UpdateItem", "AdminGetUser", "AdminAddUserToGroup", "Invoke"]) {
  for (const answer of ["hang", "lose reply", { error: "AccessDeniedException" }] as const) {
    const how = typeof answer === "string" ? answer : answer.error;
    test(`nobody is kept out when ${operation} meets: ${how}`, async () => {
      aws.on(operation, () => answer);
      const event = tokenEvent(`ida-${operation}-${how.length}`);
      const started = performance.now();
      const { result } = await logLines(() => signInHandler(welcome, { budgetMs: 300 })(event));
      assert.ok(performance.now() - started < 1_000, `took ${performance.now() - started} ms`);
      assert.equal(result.request, event.request);
    });
  }
}

test("what is none of ours passes through untouched", async () => {
  const events = [
    undefined,
    "text",
    {},
    { triggerSource: "TokenGeneration_ClientCredentials", userPoolId, userName: "", request: {} },
    confirmationEvent("jan", { source: "PreAuthentication_Authentication" }),
    confirmationEvent("jan"),
    { ...tokenEvent("jan"), request: null },
  ];
  for (const event of events) assert.equal(await signIn<unknown>(event), event);
  assert.deepEqual(aws.calls, []);
});

test("users from before usersSince get an entry that is complete, and nothing else, whether they sign in or reset the password", async () => {
  const { definition } = welcome;
  const since = onboarding({
    ...definition,
    usersSince: "2026-11-01",
    onPasswordReset: { noted: publishEvent({ detailType: "Reset" }) },
  });
  for (const [sub, created] of Object.entries({ old: "2026-10-31", "old-reset": "2019-01-01", recent: "2026-11-02" })) {
    aws.addUser(sub);
    Object.assign(aws.users.get(sub) as object, { UserCreateDate: Date.parse(created) / 1_000 });
  }
  await logLines(() => signInHandler(since)(tokenEvent("old")));
  await logLines(() => signInHandler(since)(tokenEvent("recent")));
  await logLines(() =>
    triggerHandler(since)(confirmationEvent("old-reset", { source: "PostConfirmation_ConfirmForgotPassword" })),
  );
  const entries = await Promise.all(["old", "old-reset", "recent"].map(entryOf));
  assert.deepEqual(
    entries.map((entry) => [entry?.status, entry?.reason]),
    [
      ["complete", "created before usersSince"],
      ["complete", "created before usersSince"],
      ["open", undefined],
    ],
  );
  const started = aws.inputsOf("Invoke").map(({ sub, reset }) => `${sub}${reset ? " reset" : ""}`);
  assert.deepEqual(started.sort(), ["old-reset reset", "recent"]);
});
