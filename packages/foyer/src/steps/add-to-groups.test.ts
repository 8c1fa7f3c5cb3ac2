import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { TestAws } from "../test-aws.ts";
import { addToGroups } from "./add-to-groups.ts";
import { everyone, selfChosen, verifiedEmailAt } from "./group-rules.ts";
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

test("a group that the pool lacks is a permanent failure that names it", async () => {
  aws.on("AdminAddUserToGroup", ({ GroupName }) => (GroupName === "Staff" ? { error: "ResourceNotFoundException" } : "normal"));
  await assert.rejects(runAlone(step), {
    name: "StepError",
    retry: false,
    message: /group 'Staff' as the user pool must have it/,
  });
});
