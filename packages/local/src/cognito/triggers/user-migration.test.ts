import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  type CreateUserPoolRequest,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const email = "ada@example.com";
const attributes = `event.response.userAttributes = { email: "${email}", email_verified: "true" };`;

async function poolWith(
  functionArns: CreateUserPoolRequest["LambdaConfig"],
  PreventUserExistenceErrors: "LEGACY" | "ENABLED" = "LEGACY",
  pool: Partial<CreateUserPoolRequest> = { UsernameAttributes: ["email"] },
) {
  const made = await pools.createPool({ LambdaConfig: functionArns, ...pool }, { PreventUserExistenceErrors });
  const { UserPoolId, ClientId } = made;
  const signIn = (PASSWORD = "old", USERNAME = email) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
        ClientMetadata: { from: "app" },
      }),
    );
  const users = async () => (await pools.client.send(new ListUsersCommand({ UserPoolId }))).Users ?? [];
  return { UserPoolId, ClientId, signIn, users };
}

describe("the user migration trigger", () => {
  it("receives the name and the password of an unknown user, who is taken over and signed in without a confirmation", async () => {
    const body = `${attributes} event.response.finalUserStatus = "CONFIRMED"; event.response.messageAction = "SUPPRESS";`;
    const migration = pools.deploy("migrate", `note(event); ${body} return event;`);
    const other = pools.deploy("others", "note([event.triggerSource, event.request.userAttributes.sub]); return event;");
    const { functionArn } = other;
    const { UserPoolId, ClientId, signIn, users } = await poolWith({
      UserMigration: migration.functionArn,
      PreSignUp: functionArn,
      PreAuthentication: functionArn,
      PostAuthentication: functionArn,
      PreTokenGeneration: functionArn,
      PostConfirmation: functionArn,
    });
    assert.ok((await signIn()).AuthenticationResult?.IdToken);
    const [event] = migration.notes();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: email,
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "UserMigration_Authentication",
      request: { password: "old", validationData: { from: "app" } },
      response: {
        userAttributes: null,
        forceAliasCreation: null,
        enableSMSMFA: null,
        finalUserStatus: null,
        messageAction: null,
        desiredDeliveryMediums: null,
      },
    });
    const [user] = await users();
    assert.equal(user?.UserStatus, "CONFIRMED");
    const sub = user?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
    assert.deepEqual(other.notes(), [
      ["PreSignUp_AdminCreateUser", null],
      ["PostAuthentication_Authentication", sub],
      ["TokenGeneration_Authentication", sub],
    ]);
    assert.equal(pools.inbox.list({ to: email }).length, 0);
    await signIn();
    assert.equal(migration.notes().length, 1);
    await assert.rejects(signIn("wrong"), { message: "Incorrect username or password." });
  });

  it("leaves a reset to do unless its function says CONFIRMED, and welcomes unless it says not to", async () => {
    const { functionArn } = pools.deploy("reset", `event.response.userAttributes = { email: "bea@example.com" }; return event;`);
    const { signIn, users } = await poolWith({ UserMigration: functionArn });
    await assert.rejects(signIn("old", "bea@example.com"), { name: "PasswordResetRequiredException" });
    assert.equal((await users())[0]?.UserStatus, "RESET_REQUIRED");
    assert.equal(pools.inbox.list({ to: "bea@example.com" }).length, 1);
  });

  it("takes a user over who forgot the password, and the reset fires the trigger for resets", async () => {
    const migration = pools.deploy("forgot", `note(event); ${attributes} return event;`);
    const confirmation = pools.deploy("forgot-confirm", "note(event.triggerSource); return event;");
    const { ClientId, users } = await poolWith({
      UserMigration: migration.functionArn,
      PostConfirmation: confirmation.functionArn,
    });
    const ClientMetadata = { from: "ForgotPassword" };
    await pools.client.send(new ForgotPasswordCommand({ ClientId, Username: email, ClientMetadata }));
    const [event] = migration.notes();
    assert.equal(event.triggerSource, "UserMigration_ForgotPassword");
    assert.deepEqual(event.request, { validationData: null, clientMetadata: ClientMetadata });
    assert.equal((await users())[0]?.UserStatus, "RESET_REQUIRED");
    const ConfirmationCode = await pools.codeFor(email);
    await pools.client.send(
      new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode, Password: password }),
    );
    assert.deepEqual(confirmation.notes(), ["PostConfirmation_ConfirmForgotPassword"]);
  });

  it("may give the user another name and move an alias", async () => {
    const body = `event.response.userAttributes = { username: "ada", email: "${email}", email_verified: "true" };
      Object.assign(event.response, { finalUserStatus: "CONFIRMED", messageAction: "SUPPRESS", forceAliasCreation: true }); return event;`;
    const { functionArn } = pools.deploy("rename", body);
    const { UserPoolId, signIn } = await poolWith({ UserMigration: functionArn }, "LEGACY", { AliasAttributes: ["email"] });
    assert.ok((await signIn("old", "old-name")).AuthenticationResult);
    const { Username } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
    assert.equal(Username, "ada");
    assert.ok((await signIn("old", email)).AuthenticationResult);
  });

  const refusals: [string, string, "LEGACY" | "ENABLED", string, RegExp][] = [
    [
      "throws",
      "throw new Error('Bad password');",
      "LEGACY",
      "UserLambdaValidationException",
      /^UserMigration failed with error Bad password\.$/,
    ],
    ["gives no attributes", "return event;", "LEGACY", "UserNotFoundException", /^Exception migrating user in app client \w+$/],
    [
      "gives no attributes and nobody may know",
      "return event;",
      "ENABLED",
      "NotAuthorizedException",
      /^Incorrect username or password\.$/,
    ],
    [
      "gives attributes that the pool does not have",
      "event.response.userAttributes = { sub: '1', shoe: '2' }; return event;",
      "LEGACY",
      "UserNotFoundException",
      /^Exception migrating user in app client \w+$/,
    ],
    [
      "gives attributes that are no texts",
      "event.response.userAttributes = { email_verified: true }; return event;",
      "LEGACY",
      "InvalidLambdaResponseException",
      /^Unrecognizable lambda output$/,
    ],
  ];
  for (const [index, [what, body, existence, name, message]] of refusals.entries()) {
    it(`takes nobody over when its function ${what}`, async () => {
      const { functionArn } = pools.deploy(`refused-${index}`, body);
      const { signIn, users } = await poolWith({ UserMigration: functionArn }, existence);
      await assert.rejects(signIn(), { name, message });
      assert.deepEqual(await users(), []);
    });
  }

  it("does not take an address over that another user has", async () => {
    const { functionArn } = pools.deploy("taken", `${attributes} return event;`);
    const { UserPoolId, signIn, users } = await poolWith({ UserMigration: functionArn });
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: email, MessageAction: "SUPPRESS" }));
    await assert.rejects(signIn("old", "second@example.com"), { name: "UserNotFoundException" });
    assert.equal((await users()).length, 1);
  });

  it("takes one user over for two sign-ins that overlap in it", async () => {
    const body = `${attributes} event.response.finalUserStatus = "CONFIRMED"; event.response.messageAction = "SUPPRESS";`;
    const { functionArn } = pools.deploy("slow", `${body} await new Promise((done) => setTimeout(done, 200)); return event;`);
    const { signIn, users } = await poolWith({ UserMigration: functionArn });
    const answers = await Promise.all([signIn(), signIn()]);
    assert.ok(answers.every(({ AuthenticationResult }) => AuthenticationResult?.IdToken));
    assert.equal((await users()).length, 1);
  });
});
