import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminGetUserCommand,
  type AttributeType,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
const hourMs = 3_600_000;

before(async () => {
  wire = await startWire();
  pool = await wire.pool();
});
after(() => wire?.stop());

function confirm(username: string, ConfirmationCode: string) {
  return wire.cognito.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode }));
}

function resend(username: string) {
  return wire.cognito.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: username }));
}

const attributes = (...pairs: [Name: string, Value: string][]): AttributeType[] =>
  pairs.map(([Name, Value]) => ({ Name, Value }));
const _otherThan = (code: string) => (code === "123456" ? "654321" : "123456");

test("SignUp answers the sub and the masked address, and its code confirms the user and verifies the address", async () => {
  const answer = await wire.cognito.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      Username: "ada",
      Password: password,
      UserAttributes: attributes(["email", "ada@example.com"], ["name", "Ada"]),
    }),
  );
  assert.equal(answer.UserConfirmed, false);
  assert.match(answer.UserSub ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual(answer.CodeDeliveryDetails, { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" });
  const [mail, ...others] = wire.aws.inbox.list({ to: "ada@example.com" });
  assert.deepEqual(others, []);
  assert.match(mail?.code ?? "", /^\d{6}$/);
  assert.equal(await pool.status("ada"), "UNCONFIRMED");

  const { $metadata, ...confirmed } = await confirm("ada", mail?.code ?? "");
  assert.equal($metadata.httpStatusCode, 200);
  assert.deepEqual(confirmed, {});
  const user = await wire.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: "ada" }));
  assert.equal(user.UserStatus, "CONFIRMED");
  assert.equal(user.Enabled, true);
  assert.ok(user.UserCreateDate instanceof Date);
  assert.deepEqual(
    new Map(user.UserAttributes?.map(({ Name, Value }) => [Name, Value])),
    new Map([
      ["sub", answer.UserSub],
      ["email", "ada@example.com"],
      ["email_verified", "true"],
      ["name", "Ada"],
    ]),
  );
});

test("a code that was sent again lives 24 hours of its own, and an expired one leaves the user UNCONFIRMED", async () => {
  const { username, email } = await pool.signUp();
  wire.aws.clock.advance(24 * hourMs);
  await assert.rejects(confirm(username, pool.code(email)), { name: "ExpiredCodeException" });
  assert.equal(await pool.status(username), "UNCONFIRMED");
  await resend(username);
  wire.aws.clock.advance(24 * hourMs - 60_000);
  await confirm(username, pool.code(email));
});

test("a sign-up with a taken username changes nothing of the first user", async () => {
  const { username, email } = await pool.confirmed();
  await assert.rejects(pool.signUp({ Username: username, Password: "Another-1-password" }), { name: "UsernameExistsException" });
  const user = await wire.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: username }));
  assert.equal(user.UserStatus, "CONFIRMED");
  assert.equal(user.UserAttributes?.find(({ Name }) => Name === "email")?.Value, email);
  const AuthParameters = { USERNAME: username, PASSWORD: password };
  const flow = { ClientId: pool.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters } as const;
  assert.ok((await wire.cognito.send(new InitiateAuthCommand(flow))).AuthenticationResult);
});

const policy = "Password did not conform with policy: ";
for (const [Password, message] of [
  ["lower-case-7", `${policy}Password must have uppercase characters`],
  ["UPPER-CASE-7", `${policy}Password must have lowercase characters`],
  ["No-digit-here", `${policy}Password must have numeric characters`],
] as const) {
  test(`the password '${Password}' is refused and no user is stored`, async () => {
    await assert.rejects(pool.signUp({ Username: "weak", Password }), { name: "InvalidPasswordException", message });
    await assert.rejects(pool.status("weak"), { name: "UserNotFoundException" });
  });
}
