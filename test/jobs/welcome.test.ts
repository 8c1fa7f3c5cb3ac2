import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminDeleteUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, type Stage, startStage } from "./stage.ts";

const dayMs = 86_400_000;
let stage: Stage;
before(async () => {
  stage = await startStage("examples/welcome/onboarding.ts");
});
after(() => stage?.stop());

test("the record is in cognito_users and the group in the first ID token when ConfirmSignUp has answered", async () => {
  const ada = await stage.signUp({ name: "Ada" });
  await stage.confirm(ada);
  const token = await stage.idToken(ada);
  assert.equal(token.sub, ada.sub);
  assert.deepEqual(token["cognito:groups"], ["Users"]);
  const records = await stage.items("cognito_users");
  assert.deepEqual(
    records.filter(({ username }) => (username as { S: string }).S === ada.sub),
    [{ username: { S: ada.sub }, useremail: { S: ada.email } }],
  );
});

test("only a verified address at the company's domain buys the staff group", async () => {
  const colleague = await stage.signUp({ email: "grace@example.com" });
  await stage.confirm(colleague);
  assert.deepEqual([...((await stage.idToken(colleague))["cognito:groups"] as string[])].sort(), ["Staff", "Users"]);

  const claims = { email: "mallory@example.com.evil.example", name: "Staff", nickname: "Staff", profile: "Staff" };
  const mallory = await stage.signUp(claims);
  const event = stage.event(mallory) as { request: { userAttributes: object; clientMetadata: object } };
  // A client can write whatever it likes into metadata, and any of its own attributes.
  Object.assign(event.request.clientMetadata, { groups: "Staff", role: "Staff", Staff: "true" });
  Object.assign(event.request.userAttributes, claims, { "custom:groups": "Staff", groups: "Staff" });
  await stage.deliver(event);
  await stage.confirm(mallory);
  assert.deepEqual((await stage.idToken(mallory))["cognito:groups"], ["Users"]);
});

test("the welcome mail has text and HTML, and what stands in the name arrives escaped", async () => {
  const name = "<img src=x onerror=alert(1)>";
  const mallory = await stage.signUp({ name });
  await stage.confirm(mallory);
  const mail = await stage.mail(mallory.email, "Welcome");
  assert.ok(mail.html?.includes("&lt;img src=x onerror=alert(1)&gt;"), mail.html);
  assert.ok(!mail.html?.includes("<img"), mail.html);
  assert.ok(mail.text?.trim());
  assert.deepEqual(mail.to, [mallory.email]);
});

test("the event is recorded on the bus", async () => {
  const user = await stage.signUp();
  await stage.confirm(user);
  await stage.until(user.sub, ({ events }) => events.length > 0);
  const put = stage.dev.local.events.list().filter(({ detail }) => JSON.stringify(detail).includes(user.sub));
  assert.equal(put.length, 1);
  assert.equal(put[0]?.detailType, "UserConfirmed");
});

test("the tip comes after three days and not before, and not to a user who was deleted meanwhile", async () => {
  const ada = await stage.signUp();
  const alan = await stage.signUp();
  for (const user of [ada, alan]) {
    await stage.confirm(user);
    await stage.until(user.sub, ({ wait }) => wait !== undefined);
    assert.deepEqual(stage.subjects(user.email), ["Welcome"]);
  }
  const { userPoolId: UserPoolId } = stage.dev.pool;
  await stage.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: alan.sub }));
  stage.dev.local.clock.advance(3 * dayMs - 60_000);
  assert.ok(stage.dev.local.timeline(ada.sub).wait);
  stage.dev.local.clock.advance(120_000);
  await Promise.all([stage.ended(ada.sub), stage.ended(alan.sub)]);
  assert.equal(stage.subjects(ada.email).length, 2);
  assert.deepEqual(stage.subjects(alan.email), ["Welcome"]);
});

test("a password reset sends its notice and runs no step of the sign-up", async () => {
  const ada = await stage.signUp();
  await stage.confirm(ada);
  await stage.until(ada.sub, ({ wait }) => wait !== undefined);
  const earlier = stage.dev.local.timeline(ada.sub).steps.length;
  const { clientId: ClientId } = stage.dev.pool;
  await stage.cognito.send(new ForgotPasswordCommand({ ClientId, Username: ada.email }));
  const ConfirmationCode = stage.dev.local.inbox.list({ to: ada.email })[0]?.code;
  await stage.cognito.send(
    new ConfirmForgotPasswordCommand({ ClientId, Username: ada.email, ConfirmationCode, Password: `${password}!` }),
  );
  const { steps } = await stage.until(ada.sub, ({ executions }) => executions.some(({ endedAt }) => endedAt));
  assert.deepEqual(
    steps.slice(earlier).map(({ step, state }) => [step, state]),
    [["notice", "done"]],
  );
  assert.deepEqual(stage.subjects(ada.email), ["Welcome", "Your password was changed"]);
  assert.deepEqual((await stage.idToken(ada, `${password}!`))["cognito:groups"], ["Users"]);
});
