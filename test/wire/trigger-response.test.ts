import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AdminGetUserCommand, AdminListGroupsForUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { startWire, type Wire } from "./pool.ts";

let wire: Wire;
before(async () => {
  wire = await startWire();
});
after(() => wire?.stop());

test("what PostConfirmation returns is ignored: no attribute, status or group changes", async () => {
  const pool = await wire.pool({ PostConfirmation: wire.deploy("meddle.handler") });
  const { username: Username, email } = await pool.confirmed({
    UserAttributes: [
      { Name: "email", Value: "alan@example.com" },
      { Name: "name", Value: "Alan" },
    ],
  });
  assert.equal(email, "alan@example.com");
  const user = await wire.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username }));
  assert.equal(user.UserStatus, "CONFIRMED");
  assert.equal(user.UserAttributes?.find(({ Name }) => Name === "name")?.Value, "Alan");
  const groups = await wire.cognito.send(new AdminListGroupsForUserCommand({ UserPoolId: pool.userPoolId, Username }));
  assert.deepEqual(groups.Groups, []);
});

const notJson = "Invalid lambda function output : Invalid JSON";
const wrongShape = "Unrecognizable lambda output";
const answers: [handler: string, returns: string, message: string][] = [
  ["answer.nothing", "nothing", notJson],
  ["answer.nil", "null", notJson],
  ["answer.text", "a string", wrongShape],
  ["answer.list", "a list", wrongShape],
  ["answer.number", "a number", wrongShape],
  ["answer.empty", "an empty object", wrongShape],
  ["answer.withoutResponse", "the event without `response`", wrongShape],
  ["answer.httpResponse", "the answer of an HTTP API", wrongShape],
  ["answer.otherVersion", "another version", "Invalid version. Version should be 1"],
];

for (const [handler, returns, message] of answers) {
  test(`a PostConfirmation function that returns ${returns} fails the call, and the user is CONFIRMED all the same`, async () => {
    const pool = await wire.pool({ PostConfirmation: wire.deploy(handler) });
    const username = `user-of-${handler}`;
    await assert.rejects(pool.confirmed({ Username: username }), { name: "InvalidLambdaResponseException", message });
    assert.equal(await pool.status(username), "CONFIRMED");
  });
}

test("a PreSignUp function that returns nothing fails SignUp, and no user is stored", async () => {
  const pool = await wire.pool({ PreSignUp: wire.deploy("answer.nothing") });
  await assert.rejects(pool.signUp({ Username: "nobody" }), { name: "InvalidLambdaResponseException", message: notJson });
  await assert.rejects(pool.status("nobody"), { name: "UserNotFoundException" });
});
