import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
const _hourMs = 3_600_000;
const newPassword = "Battery-staple-8";

before(async () => {
  wire = await startWire();
  pool = await wire.pool();
});
after(() => wire?.stop());

function forget(username: string) {
  return wire.cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username }));
}

function reset(username: string, ConfirmationCode: string, Password = newPassword) {
  return wire.cognito.send(
    new ConfirmForgotPasswordCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode, Password }),
  );
}

function signIn(username: string, secret: string) {
  const AuthParameters = { USERNAME: username, PASSWORD: secret };
  return wire.cognito.send(new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
}

const refused = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const expired = { name: "ExpiredCodeException", message: "Invalid code provided, please request a code again." };
const mismatch = { name: "CodeMismatchException", message: "Invalid verification code provided, please try again." };

test("the old password signs in until the reset is confirmed, and afterwards the new one alone", async () => {
  const { username, email } = await pool.confirmed();
  await forget(username);
  await signIn(username, password);
  await reset(username, pool.code(email));
  await assert.rejects(signIn(username, password), refused);
  assert.ok((await signIn(username, newPassword)).AuthenticationResult?.IdToken);
});

test("a second request voids the first code, and the code of the sign-up resets nothing", async () => {
  const { username, email } = await pool.signUp();
  const signUpCode = pool.code(email);
  await assert.rejects(reset(username, signUpCode), expired);
  await wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: username }));
  const UserAttributes = [{ Name: "email_verified", Value: "true" }];
  await wire.cognito.send(
    new AdminUpdateUserAttributesCommand({ UserPoolId: pool.userPoolId, Username: username, UserAttributes }),
  );
  await forget(username);
  const first = pool.code(email);
  do await forget(username);
  while (pool.code(email) === first);
  await assert.rejects(reset(username, first), mismatch);
  await reset(username, pool.code(email));
});

test("a weak password is refused and does not use up the code", async () => {
  const { username, email } = await pool.confirmed();
  await forget(username);
  await assert.rejects(reset(username, pool.code(email), "weak"), { name: "InvalidPasswordException" });
  await reset(username, pool.code(email));
});
