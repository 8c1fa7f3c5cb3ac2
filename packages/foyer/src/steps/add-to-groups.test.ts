import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { onboarding } from "../onboarding/onboarding.ts";
import { TestAws } from "../test-aws.ts";
import { addToGroups } from "./add-to-groups.ts";
import {
  allOf,
  anyOf,
  everyone,
  type GroupRule,
  selfChosen,
  selfChosenInMetadata,
  verifiedEmailAt,
  verifiedEmailIs,
  verifiedPhoneIn,
} from "./group-rules.ts";
import { runAlone, testUser } from "./test-run.ts";

let aws: TestAws;

before(async () => {
  aws = await TestAws.start();
});
beforeEach(() => aws.reset());
after(() => aws.stop());

const step = addToGroups(
  { Users: everyone, Staff: verifiedEmailAt("example.com", "Example.ORG"), Teachers: selfChosen("custom:role", "teacher") },
  { open: ["Teachers"] },
);
const groupsOf = async (attributes: Record<string, string>) => {
  aws.reset();
  const result = await runAlone(step, testUser(attributes));
  const added = aws.inputsOf("AdminAddUserToGroup").map(({ GroupName }) => GroupName);
  assert.deepEqual(added.toSorted(), (result as { groups: string[] }).groups.toSorted());
  return (result as { groups: string[] }).groups;
};

test("a user is added to each group whose rule admits them", async () => {
  assert.deepEqual(await groupsOf({}), ["Users", "Staff"]);
  assert.deepEqual(await groupsOf({ email: "ann@EXAMPLE.org" }), ["Users", "Staff"]);
  assert.deepEqual(await groupsOf({ email: "ann@other.net", "custom:role": "teacher" }), ["Users", "Teachers"]);
  assert.deepEqual(Object.keys(aws.inputsOf("AdminAddUserToGroup")[0]).toSorted(), ["GroupName", "UserPoolId", "Username"]);
});

test("nothing that the client writes buys the guarded group", async () => {
  const attempts: Record<string, string>[] = [
    { email_verified: "false" },
    { email: "ann@example.com.evil.net" },
    { email: "ann@sub.example.com" },
    { email: "ann@notexample.com" },
    { email: "ann@example.com@evil.net" },
    { email: "x@evil.net", "custom:role": "Staff", "custom:groups": "Staff", "cognito:groups": "Staff", groups: "Staff" },
    { email: "x@evil.net", name: "ann@example.com", preferred_username: "ann@example.com" },
    { email: "" },
  ];
  for (const attributes of attempts) assert.deepEqual(await groupsOf(attributes), ["Users"], JSON.stringify(attributes));
});

const admits = (rule: GroupRule, attributes: Record<string, string>, metadata: Record<string, string> = {}) =>
  rule.admits({ ...testUser(attributes), metadata });

test("each rule over verified data admits whom it names, and nobody who only wrote it", () => {
  const founders = verifiedEmailIs("Ann@Example.com");
  assert.ok(admits(founders, { email: "Ann@EXAMPLE.COM" }));
  for (const attributes of [
    { email: "ann@example.com" },
    { email: "Ann@example.com", email_verified: "false" },
    { email: "Ann@example.com.evil.net" },
    { email: "x@evil.net", name: "Ann@example.com" },
  ])
    assert.ok(!admits(founders, attributes as never), JSON.stringify(attributes));
  const nearby = verifiedPhoneIn("+49", "+43");
  assert.ok(admits(nearby, { phone_number: "+431234567", phone_number_verified: "true" }));
  assert.ok(!admits(nearby, { phone_number: "+431234567" }));
  assert.ok(!admits(nearby, { phone_number: "+15550100", phone_number_verified: "true" }));
});

test("what the user wrote counts only if it is on the list, as it is written there", () => {
  const paying = selfChosen("custom:plan", "pro", "team");
  assert.ok(admits(paying, { "custom:plan": "pro" }) && admits(paying, { "custom:plan": "team" }));
  for (const plan of ["Pro", "pro ", "pro,team", "enterprise", ""]) assert.ok(!admits(paying, { "custom:plan": plan }), plan);
  assert.ok(!admits(paying, {}) && !admits(paying, {}, { "custom:plan": "pro" }));
  const beta = selfChosenInMetadata("campaign", "spring");
  assert.ok(admits(beta, {}, { campaign: "spring" }));
  assert.ok(!admits(beta, { campaign: "spring" }) && !admits(beta, {}, { campaign: "autumn" }));
});

test("rules combine, and one part that the user wrote makes the whole self-chosen", () => {
  const staff = verifiedEmailAt("example.com");
  const sales = allOf(staff, selfChosen("custom:team", "sales"));
  assert.ok(admits(sales, { "custom:team": "sales" }));
  assert.ok(!admits(sales, {}) && !admits(sales, { email: "ann@evil.net", "custom:team": "sales" }));
  const either = anyOf(staff, verifiedEmailIs("guest@other.net"));
  assert.ok(admits(either, { email: "guest@other.net" }) && !admits(either, { email: "ann@evil.net" }));
  assert.deepEqual([sales.by, either.by], ["self-chosen", "verified"]);
  for (const rule of [sales, anyOf(everyone, selfChosen("custom:role", "staff"))])
    assert.throws(() => addToGroups({ Sales: rule as never }), /must be named in 'open'/);
  assert.throws(() => allOf((() => true) as never), { name: "OnboardingError", message: /must be a rule/ });
});

test("rules that cannot be are refused when the file is loaded", () => {
  for (const make of [
    () => verifiedEmailAt("Example Inc" as "x"),
    () => verifiedEmailIs("@example.com"),
    () => verifiedPhoneIn("49"),
    () => selfChosen("custom:plan", ...([] as never as ["x"])),
    () => selfChosen("custom:plan", /pro/ as never),
    () => selfChosen("custom:plan", ""),
    () => addToGroups({ Users: everyone }, { ifMissing: "ignore" as "park" }),
  ])
    assert.throws(make, { name: "OnboardingError" }, make.toString());
});

test("a key of clientMetadata that a rule reads has to be declared", () => {
  const groups = addToGroups({ Beta: selfChosenInMetadata("campaign", "spring") }, { open: ["Beta"] });
  const definition = { beforeFirstSignIn: { groups } };
  assert.throws(() => onboarding(definition), { name: "OnboardingError", message: /'groups' as it reads 'campaign'/ });
  onboarding({ metadata: ["campaign"], ...definition });
});

test("groups that are missing are a permanent failure that names them, and the user is in the others", async () => {
  const missing = (...names: string[]) =>
    aws.on("AdminAddUserToGroup", ({ GroupName }) =>
      names.includes(GroupName) ? { error: "ResourceNotFoundException" } : "normal",
    );
  missing("Staff");
  const permanent = { name: "StepError", retry: false, happened: "no" };
  await assert.rejects(runAlone(step), { ...permanent, message: /group 'Staff' as the user pool must have it/ });
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, 2);
  missing("Staff", "Users");
  await assert.rejects(runAlone(step), { ...permanent, message: /group 'Users', 'Staff' as/ });
});

test("a failure that may pass is tried again before a missing group parks the user", async () => {
  aws.on("AdminAddUserToGroup", ({ GroupName }) =>
    GroupName === "Staff" ? { error: "ResourceNotFoundException" } : { error: "ConcurrentModificationException" },
  );
  await assert.rejects(runAlone(step), { name: "ConcurrentModificationException" });
});

test("the deployment makes the groups, unless a missing one is to park the user", () => {
  assert.deepEqual(step.resources, { groups: ["Users", "Staff", "Teachers"] });
  assert.deepEqual(addToGroups({ Users: everyone }, { ifMissing: "create" }).resources, { groups: ["Users"] });
  const parks = addToGroups({ Users: everyone }, { ifMissing: "park" });
  assert.deepEqual(parks.resources, { groups: [] });
  const pool = `arn:\${AWS::Partition}:cognito-idp:\${AWS::Region}:\${AWS::AccountId}:userpool/\${UserPoolId}`;
  for (const { permissions } of [step, parks])
    assert.deepEqual(permissions, [{ actions: ["cognito-idp:AdminAddUserToGroup"], resources: [pool] }]);
});
