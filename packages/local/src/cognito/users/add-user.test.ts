import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { addUser } from "./add-user.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const email = "ada@example.com";

describe("a user who is added by the side door", () => {
  it("is federated: of its provider's group, with an identity, and fires no trigger", async () => {
    const { functionArn, notes } = pools.deploy("federated", "note(event); return event;");
    const LambdaConfig = { PreSignUp: functionArn, PostConfirmation: functionArn };
    const { UserPoolId } = await pools.createPool({ LambdaConfig });
    const added = addUser(pools.cognito, {
      userPoolId: UserPoolId,
      status: "EXTERNAL_PROVIDER",
      username: "Google_1042",
      attributes: { email, email_verified: "false" },
    });
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: added.username }));
    assert.equal(user.UserStatus, "EXTERNAL_PROVIDER");
    const attributes = Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
    assert.equal(attributes.sub, added.sub);
    const [identity] = JSON.parse(attributes.identities as string);
    assert.deepEqual([identity.providerName, identity.providerType, identity.userId], ["Google", "Google", "1042"]);
    const { Groups } = await pools.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: "Google_1042" }));
    assert.deepEqual(
      Groups?.map(({ GroupName }) => GroupName),
      [`${UserPoolId}_Google`],
    );
    assert.deepEqual(notes(), []);
  });

  it("may be federated with the e-mail address of another user, and has no password to reset", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({ UsernameAttributes: ["email"] });
    await pools.client.send(new SignUpCommand({ ClientId, Username: email, Password: password }));
    const attributes = { email, email_verified: "true" };
    for (const username of ["Google_1", "Google_2"]) {
      addUser(pools.cognito, { userPoolId: UserPoolId, status: "EXTERNAL_PROVIDER", username, attributes });
    }
    const { Users } = await pools.client.send(new ListUsersCommand({ UserPoolId, Filter: `email = "${email}"` }));
    assert.equal(Users?.length, 3);
    await assert.rejects(pools.client.send(new ForgotPasswordCommand({ ClientId, Username: "Google_1" })), {
      name: "NotAuthorizedException",
      message: "User password cannot be reset in the current state.",
    });
    assert.throws(() => addUser(pools.cognito, { userPoolId: UserPoolId, status: "EXTERNAL_PROVIDER", username: "Google_2" }), {
      name: "UsernameExistsException",
    });
  });

  it("is imported: cannot sign in before a reset, whose confirmation fires the trigger for resets", async () => {
    const { functionArn, notes } = pools.deploy("imported", "note(event.triggerSource); return event;");
    const { UserPoolId, ClientId } = await pools.createPool({
      UsernameAttributes: ["email"],
      LambdaConfig: { PostConfirmation: functionArn },
    });
    const attributes = { email_verified: "true" };
    addUser(pools.cognito, { userPoolId: UserPoolId, status: "RESET_REQUIRED", username: email, attributes });
    const AuthParameters = { USERNAME: email, PASSWORD: password };
    const signIn = () => pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    await assert.rejects(signIn(), { name: "PasswordResetRequiredException", message: "Password reset required for the user" });
    assert.deepEqual(notes(), []);
    await pools.client.send(new ForgotPasswordCommand({ ClientId, Username: email }));
    const ConfirmationCode = await pools.codeFor(email);
    await pools.client.send(
      new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode, Password: password }),
    );
    assert.deepEqual(notes(), ["PostConfirmation_ConfirmForgotPassword"]);
    assert.ok((await signIn()).AuthenticationResult?.IdToken);
  });

  it("looks like any other to a client that hides who exists", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({}, { PreventUserExistenceErrors: "ENABLED" });
    addUser(pools.cognito, { userPoolId: UserPoolId, status: "RESET_REQUIRED", username: "imp" });
    const AuthParameters = { USERNAME: "imp", PASSWORD: password };
    await assert.rejects(
      pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })),
      { name: "NotAuthorizedException", message: "Incorrect username or password." },
    );
  });
});
