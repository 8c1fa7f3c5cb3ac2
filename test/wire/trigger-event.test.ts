import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  AdminConfirmSignUpCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
let open: Pool;
const ClientMetadata = { plan: "pro", campaign: "émigré & co" };

before(async () => {
  wire = await startWire({ region: "eu-central-1", accountId: "123456789012" });
  const PostConfirmation = wire.deploy("echo.handler");
  const environment = { FLAGS: "autoConfirmUser" };
  pool = await wire.pool(
    { PostConfirmation },
    { Schema: [{ Name: "seats", AttributeDataType: "Number", Mutable: true, NumberAttributeConstraints: {} }] },
  );
  open = await wire.pool({ PostConfirmation, PreSignUp: wire.deploy("pre-sign-up.handler", { environment }) });
});
beforeEach(() => wire.recorder.clear());
after(() => wire?.stop());

/** The event of the only invocation since the test began. */
function onlyEvent() {
  assert.equal(wire.recorder.invocations.length, 1);
  return wire.recorder.invocations[0]?.event;
}

/** The caller context of a call by this SDK, whose version Cognito takes from the user agent: real events show `aws-sdk-js-3.241.0`. */
function callerContext(event: { callerContext: { awsSdkVersion: string } } | undefined, clientId: string) {
  const awsSdkVersion = event?.callerContext.awsSdkVersion ?? "";
  assert.match(awsSdkVersion, /^aws-sdk-js-3\.\d+\.\d+$/);
  return { awsSdkVersion, clientId };
}

async function confirm(username: string, email: string, metadata?: Record<string, string>) {
  const ConfirmationCode = pool.code(email);
  await wire.cognito.send(
    new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode, ClientMetadata: metadata }),
  );
}

test("the event of ConfirmSignUp holds the common parameters and all current attributes as strings, and nothing else", async () => {
  const { sub } = await pool.signUp({
    Username: "ada",
    UserAttributes: [
      { Name: "email", Value: "ada@example.com" },
      { Name: "name", Value: "Ada <Countess> Lovelace" },
      { Name: "custom:seats", Value: "3" },
    ],
    ClientMetadata: { dropped: "SignUp's metadata is not stored for the later ConfirmSignUp" },
  });
  await confirm("ada", "ada@example.com");
  const event = onlyEvent();
  assert.deepEqual(event, {
    version: "1",
    triggerSource: "PostConfirmation_ConfirmSignUp",
    region: "eu-central-1",
    userPoolId: pool.userPoolId,
    userName: "ada",
    callerContext: callerContext(event, pool.clientId),
    request: {
      userAttributes: {
        sub,
        "cognito:user_status": "CONFIRMED",
        email: "ada@example.com",
        email_verified: "true",
        name: "Ada <Countess> Lovelace",
        "custom:seats": "3",
      },
    },
    response: {},
  });
  assert.match(pool.userPoolId, /^eu-central-1_[0-9A-Za-z]{9}$/);
});

test("ConfirmSignUp passes its clientMetadata on, character by character", async () => {
  const { username, email } = await pool.signUp();
  await confirm(username, email, ClientMetadata);
  assert.deepEqual(onlyEvent().request.clientMetadata, ClientMetadata);
});

test("AdminConfirmSignUp passes its clientMetadata on, verifies no attribute and names no app client", async () => {
  const { username, email, sub } = await pool.signUp();
  await wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: username, ClientMetadata }));
  const event = onlyEvent();
  const { email_verified = "false", ...attributes } = event.request.userAttributes;
  assert.deepEqual(attributes, { sub, "cognito:user_status": "CONFIRMED", email });
  assert.equal(email_verified, "false");
  assert.deepEqual(event.request.clientMetadata, ClientMetadata);
  assert.equal(event.callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
});

test("AdminConfirmSignUp without clientMetadata leaves the key away", async () => {
  const { username } = await pool.signUp();
  await wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: username }));
  assert.deepEqual(Object.keys(onlyEvent().request), ["userAttributes"]);
});

test("ConfirmForgotPassword passes its own clientMetadata on, not ForgotPassword's", async () => {
  const { username, email, sub } = await pool.confirmed();
  for (const metadata of [ClientMetadata, undefined]) {
    wire.recorder.clear();
    await wire.cognito.send(
      new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username, ClientMetadata: { other: "call" } }),
    );
    await wire.cognito.send(
      new ConfirmForgotPasswordCommand({
        ClientId: pool.clientId,
        Username: username,
        ConfirmationCode: pool.code(email),
        Password: `${password}!`,
        ClientMetadata: metadata,
      }),
    );
    const event = onlyEvent();
    assert.deepEqual(event, {
      version: "1",
      triggerSource: "PostConfirmation_ConfirmForgotPassword",
      region: "eu-central-1",
      userPoolId: pool.userPoolId,
      userName: username,
      callerContext: callerContext(event, pool.clientId),
      request: {
        userAttributes: { sub, "cognito:user_status": "CONFIRMED", email, email_verified: "true" },
        ...(metadata && { clientMetadata: metadata }),
      },
      response: {},
    });
  }
});

test("an auto-confirmed SignUp passes its clientMetadata to both triggers; only PreSignUp sees the validation data", async () => {
  const { username, email, sub } = await open.signUp({ ClientMetadata, ValidationData: [{ Name: "captcha", Value: "ok" }] });
  const [preSignUp, postConfirmation] = wire.recorder.invocations;
  const common = {
    version: "1",
    region: "eu-central-1",
    userPoolId: open.userPoolId,
    userName: username,
    callerContext: callerContext(preSignUp?.event, open.clientId),
  };
  assert.deepEqual(preSignUp?.event, {
    ...common,
    triggerSource: "PreSignUp_SignUp",
    request: { userAttributes: { email }, validationData: { captcha: "ok" }, clientMetadata: ClientMetadata },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  const { email_verified = "false", ...attributes } = postConfirmation?.event.request.userAttributes ?? {};
  assert.equal(email_verified, "false");
  assert.deepEqual(attributes, { sub, "cognito:user_status": "CONFIRMED", email });
  assert.deepEqual(postConfirmation?.event, {
    ...common,
    triggerSource: "PostConfirmation_ConfirmSignUp",
    request: { userAttributes: postConfirmation?.event.request.userAttributes, clientMetadata: ClientMetadata },
    response: {},
  });
});

test("in a pool whose users sign in by e-mail, userName is the sub", async () => {
  const byEmail = await wire.pool({ PostConfirmation: wire.deploy("echo.handler") }, { UsernameAttributes: ["email"] });
  const { sub } = await byEmail.confirmed({ Username: "lin@example.com", UserAttributes: [] });
  const event = onlyEvent();
  assert.equal(event.userName, sub);
  assert.equal(event.request.userAttributes.sub, sub);
  assert.equal(event.request.userAttributes.email, "lin@example.com");
});
