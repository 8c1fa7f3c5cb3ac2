import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
const hourMs = 3_600_000;
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

test("a reset by the code from the mail replaces the password; the code works once", async () => {
  const { username, email } = await pool.confirmed();
  const { CodeDeliveryDetails } = await forget(username);
  assert.deepEqual(CodeDeliveryDetails, { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "u***@e***" });
  await signIn(username, password);
  const code = pool.code(email);
  await reset(username, code);
  await assert.rejects(signIn(username, password), refused);
  assert.ok((await signIn(username, newPassword)).AuthenticationResult?.IdToken);
  await assert.rejects(reset(username, code, `${newPassword}!`), expired);
});

test("a code of a reset lives one hour", async () => {
  const punctual = await pool.confirmed();
  const late = await pool.confirmed();
  await forget(punctual.username);
  await forget(late.username);
  wire.aws.clock.advance(hourMs - 60_000);
  await reset(punctual.username, pool.code(punctual.email));
  wire.aws.clock.advance(60_001);
  await assert.rejects(reset(late.username, pool.code(late.email)), expired);
  assert.ok((await signIn(late.username, password)).AuthenticationResult);
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

test("without a verified address there is nowhere to send a code", async () => {
  const { username } = await pool.signUp();
  const nowhere = {
    name: "InvalidParameterException",
    message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
  };
  await assert.rejects(forget(username), nowhere);
  await wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: username }));
  await assert.rejects(forget(username), nowhere);
});

test("a user who must change the temporary password cannot reset it, and an unknown one is unknown", async () => {
  await wire.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: pool.userPoolId,
      Username: "grace",
      UserAttributes: [
        { Name: "email", Value: "grace@example.com" },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );
  await assert.rejects(forget("grace"), {
    name: "NotAuthorizedException",
    message: "User password cannot be reset in the current state.",
  });
  await assert.rejects(forget("nobody"), {
    name: "UserNotFoundException",
    message: "Username/client id combination not found.",
  });
});
