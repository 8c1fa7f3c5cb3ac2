import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminGetUserCommand,
  type AttributeType,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
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
const otherThan = (code: string) => (code === "123456" ? "654321" : "123456");

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

test("a wrong code is a mismatch, and the right one still works after it", async () => {
  const { username, email } = await pool.signUp();
  await assert.rejects(confirm(username, otherThan(pool.code(email))), {
    name: "CodeMismatchException",
    message: "Invalid verification code provided, please try again.",
  });
  await confirm(username, pool.code(email));
});

test("a code of sign-up lives 24 hours, and one sent again lives 24 more", async () => {
  const punctual = await pool.signUp();
  const late = await pool.signUp();
  wire.aws.clock.advance(24 * hourMs - 60_000);
  await confirm(punctual.username, pool.code(punctual.email));
  wire.aws.clock.advance(60_001);
  const expired = { name: "ExpiredCodeException", message: "Invalid code provided, please request a code again." };
  await assert.rejects(confirm(late.username, pool.code(late.email)), expired);
  assert.equal(await pool.status(late.username), "UNCONFIRMED");
  await resend(late.username);
  wire.aws.clock.advance(24 * hourMs - 60_000);
  await confirm(late.username, pool.code(late.email));
});

test("a resent code voids the one before", async () => {
  const { username, email } = await pool.signUp();
  const first = pool.code(email);
  const answer = await resend(username);
  assert.equal(answer.CodeDeliveryDetails?.Destination, `${email[0]}***@e***`);
  while (pool.code(email) === first) await resend(username);
  await assert.rejects(confirm(username, first), { name: "CodeMismatchException" });
  await confirm(username, pool.code(email));
});

test("a confirmed user can be neither confirmed again nor sent another code", async () => {
  const { username, email } = await pool.confirmed();
  await assert.rejects(confirm(username, pool.code(email)), {
    name: "NotAuthorizedException",
    message: "User cannot be confirmed. Current status is CONFIRMED",
  });
  await assert.rejects(resend(username), { name: "InvalidParameterException", message: "User is already confirmed." });
});

test("an unknown user cannot be confirmed", async () => {
  await assert.rejects(confirm("nobody", "123456"), {
    name: "UserNotFoundException",
    message: "Username/client id combination not found.",
  });
});

test("a taken username is refused, and the first user keeps the password", async () => {
  const { username } = await pool.signUp();
  await assert.rejects(pool.signUp({ Username: username, Password: "Another-1-password" }), {
    name: "UsernameExistsException",
    message: "User already exists",
  });
});

const policy = "Password did not conform with policy: ";
for (const [Password, message] of [
  ["Ab1!", `${policy}Password not long enough`],
  ["lower-case-7", `${policy}Password must have uppercase characters`],
  ["UPPER-CASE-7", `${policy}Password must have lowercase characters`],
  ["No-digit-here", `${policy}Password must have numeric characters`],
  ["NoSymbolHere7", `${policy}Password must have symbol characters`],
] as const) {
  test(`the password '${Password}' is refused: ${message}`, async () => {
    await assert.rejects(pool.signUp({ Username: "weak", Password }), { name: "InvalidPasswordException", message });
    await assert.rejects(pool.status("weak"), { name: "UserNotFoundException" });
  });
}

test("an attribute that the pool does not have is refused, as is the lack of one that it requires", async () => {
  await assert.rejects(pool.signUp({ UserAttributes: attributes(["custom:plan", "pro"]) }), {
    name: "InvalidParameterException",
    message: /custom:plan: Attribute does not exist in the schema\./,
  });
  const strict = await wire.pool({}, { Schema: [{ Name: "email", Required: true, Mutable: true }] });
  await assert.rejects(strict.signUp({ UserAttributes: [] }), {
    name: "InvalidParameterException",
    message: /email: The attribute is required/,
  });
});

test("in a pool whose users sign in by e-mail, the username must be an address and the account is found by it", async () => {
  const byEmail = await wire.pool({}, { UsernameAttributes: ["email"] });
  const notAnAddress = { name: "InvalidParameterException", message: "Username should be an email." };
  await assert.rejects(byEmail.signUp({ Username: "ada", UserAttributes: [] }), notAnAddress);
  const { sub } = await byEmail.confirmed({ Username: "ada@example.com", UserAttributes: [] });
  for (const Username of ["ada@example.com", sub]) {
    const user = await wire.cognito.send(new AdminGetUserCommand({ UserPoolId: byEmail.userPoolId, Username }));
    assert.equal(user.Username, sub);
  }
  await assert.rejects(byEmail.signUp({ Username: "ada@example.com", UserAttributes: [] }), {
    name: "UsernameExistsException",
    message: "An account with the given email already exists.",
  });
});

test("a pool for administrators only, and a client with a secret, refuse a plain sign-up", async () => {
  const closed = await wire.pool({}, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
  await assert.rejects(closed.signUp(), {
    name: "NotAuthorizedException",
    message: "SignUp is not permitted for this user pool",
  });
  const { UserPoolClient } = await wire.cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId: pool.userPoolId, ClientName: "server", GenerateSecret: true }),
  );
  assert.match(UserPoolClient?.ClientSecret ?? "", /^[\w+]{24,64}$/);
  const withoutHash = new SignUpCommand({ ClientId: UserPoolClient?.ClientId, Username: "ada", Password: password });
  await assert.rejects(wire.cognito.send(withoutHash), {
    name: "NotAuthorizedException",
    message: `Client ${UserPoolClient?.ClientId} is configured with secret but SECRET_HASH was not received`,
  });
});
