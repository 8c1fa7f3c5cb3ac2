import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
/** A pool whose PreSignUp trigger confirms everybody. */
let open: Pool;

before(async () => {
  wire = await startWire();
  const PostConfirmation = wire.deploy("echo.handler");
  const FLAGS = "autoConfirmUser,autoVerifyEmail";
  pool = await wire.pool({ PostConfirmation });
  open = await wire.pool({ PostConfirmation, PreSignUp: wire.deploy("pre-sign-up.handler", { environment: { FLAGS } }) });
});
beforeEach(() => wire.recorder.clear());
after(() => wire?.stop());

const sources = () => wire.recorder.invocations.map(({ event }) => event.triggerSource);

test("SignUp alone invokes no PostConfirmation function; ConfirmSignUp does, with the source PostConfirmation_ConfirmSignUp", async () => {
  const { username, email } = await pool.signUp();
  assert.deepEqual(sources(), []);
  await wire.cognito.send(
    new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode: pool.code(email) }),
  );
  assert.deepEqual(sources(), ["PostConfirmation_ConfirmSignUp"]);
});

test("AdminConfirmSignUp fires PostConfirmation_ConfirmSignUp", async () => {
  const { username } = await pool.signUp();
  await wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: username }));
  assert.deepEqual(sources(), ["PostConfirmation_ConfirmSignUp"]);
});

test("ConfirmForgotPassword fires PostConfirmation_ConfirmForgotPassword and nothing else", async () => {
  const { username, email } = await pool.confirmed();
  wire.recorder.clear();
  await wire.cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username }));
  assert.deepEqual(sources(), []);
  await wire.cognito.send(
    new ConfirmForgotPasswordCommand({
      ClientId: pool.clientId,
      Username: username,
      ConfirmationCode: pool.code(email),
      Password: `${password}!`,
    }),
  );
  assert.deepEqual(sources(), ["PostConfirmation_ConfirmForgotPassword"]);
});

test("a SignUp that PreSignUp confirms fires both triggers inside that call, in that order, and sends no code", async () => {
  const { email, confirmed } = await open.signUp();
  assert.equal(confirmed, true);
  assert.deepEqual(sources(), ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]);
  assert.deepEqual(wire.aws.inbox.list({ to: email }), []);
});

test("a user who verifies by the code of a resent e-mail fires it once", async () => {
  const { username, email } = await pool.signUp();
  await wire.cognito.send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: username }));
  await wire.cognito.send(
    new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode: pool.code(email) }),
  );
  const [invocation] = wire.recorder.invocations;
  assert.deepEqual(sources(), ["PostConfirmation_ConfirmSignUp"]);
  assert.equal(invocation?.event.request.userAttributes.email_verified, "true");
});

test("a refused code fires nothing", async () => {
  const { username, email } = await pool.signUp();
  const ConfirmationCode = pool.code(email) === "000000" ? "111111" : "000000";
  const confirm = new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode });
  await assert.rejects(wire.cognito.send(confirm), { name: "CodeMismatchException" });
  assert.deepEqual(sources(), []);
});

test("AdminCreateUser fires no PostConfirmation, neither then nor when NEW_PASSWORD_REQUIRED is answered", async () => {
  await wire.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: open.userPoolId,
      Username: "grace",
      TemporaryPassword: password,
      UserAttributes: [{ Name: "email", Value: "grace@example.com" }],
    }),
  );
  assert.deepEqual(sources(), ["PreSignUp_AdminCreateUser"]);
  assert.equal(await open.status("grace"), "FORCE_CHANGE_PASSWORD");
  const challenge = await wire.cognito.send(
    new InitiateAuthCommand({
      ClientId: open.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "grace", PASSWORD: password },
    }),
  );
  assert.equal(challenge.ChallengeName, "NEW_PASSWORD_REQUIRED");
  await wire.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId: open.clientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session: challenge.Session,
      ChallengeResponses: { USERNAME: "grace", NEW_PASSWORD: `${password}!` },
    }),
  );
  assert.equal(await open.status("grace"), "CONFIRMED");
  assert.deepEqual(sources(), ["PreSignUp_AdminCreateUser"]);
});

test("AdminSetUserPassword confirms an admin-created user and fires nothing", async () => {
  await wire.cognito.send(
    new AdminCreateUserCommand({ UserPoolId: pool.userPoolId, Username: "edsger", MessageAction: "SUPPRESS" }),
  );
  await wire.cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: pool.userPoolId,
      Username: "edsger",
      Password: password,
      Permanent: true,
    }),
  );
  assert.equal(await pool.status("edsger"), "CONFIRMED");
  assert.deepEqual(sources(), []);
});
