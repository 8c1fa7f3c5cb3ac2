import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
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

async function createUser(UserPoolId: string, Username: string, email_verified: "true" | "false") {
  const UserAttributes = [
    { Name: "email", Value: `${Username}@example.com` },
    { Name: "email_verified", Value: email_verified },
  ];
  const request = { UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" } as const;
  await pools.client.send(new AdminCreateUserCommand(request));
}

const reset = (UserPoolId: string, Username: string) =>
  pools.client.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));

describe("AdminResetUserPassword", () => {
  it("voids the password until the user takes a new one by the code, which fires the trigger for resets", async () => {
    const { functionArn, notes } = pools.deploy("reset", "note(event.triggerSource); return event;");
    const { UserPoolId, ClientId } = await pools.createPool({ LambdaConfig: { PostConfirmation: functionArn } });
    await createUser(UserPoolId, "ada", "true");
    const permanent = { UserPoolId, Username: "ada", Password: password, Permanent: true };
    await pools.client.send(new AdminSetUserPasswordCommand(permanent));
    await reset(UserPoolId, "ada");
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
    assert.equal(user.UserStatus, "RESET_REQUIRED");
    const signIn = (PASSWORD: string) =>
      pools.client.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: "ada", PASSWORD } }),
      );
    await assert.rejects(signIn(password), { name: "PasswordResetRequiredException" });
    assert.deepEqual(notes(), []);
    const ConfirmationCode = await pools.codeFor("ada@example.com");
    const Password = "Another-horse-8";
    await pools.client.send(new ConfirmForgotPasswordCommand({ ClientId, Username: "ada", ConfirmationCode, Password }));
    assert.deepEqual(notes(), ["PostConfirmation_ConfirmForgotPassword"]);
    assert.ok((await signIn(Password)).AuthenticationResult);
  });

  it("shows the function that words the message the state which the user is in by then", async () => {
    const { functionArn, notes } = pools.deploy(
      "words",
      'note([event.triggerSource, event.request.userAttributes["cognito:user_status"]]); return event;',
    );
    const { UserPoolId } = await pools.createPool({ LambdaConfig: { CustomMessage: functionArn } });
    await createUser(UserPoolId, "ada", "true");
    const permanent = { UserPoolId, Username: "ada", Password: password, Permanent: true };
    await pools.client.send(new AdminSetUserPasswordCommand(permanent));
    await reset(UserPoolId, "ada");
    assert.deepEqual(notes(), [["CustomMessage_ForgotPassword", "RESET_REQUIRED"]]);
  });

  it("refuses who has a temporary password, is not confirmed, or has nothing verified, and leaves them as they are", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    await createUser(UserPoolId, "temporary", "true");
    const state = { name: "NotAuthorizedException", message: "User password cannot be reset in the current state." };
    await assert.rejects(reset(UserPoolId, "temporary"), state);
    await pools.client.send(new SignUpCommand({ ClientId, Username: "unconfirmed", Password: password }));
    await assert.rejects(reset(UserPoolId, "unconfirmed"), state);
    await createUser(UserPoolId, "unverified", "false");
    const permanent = { UserPoolId, Username: "unverified", Password: password, Permanent: true };
    await pools.client.send(new AdminSetUserPasswordCommand(permanent));
    await assert.rejects(reset(UserPoolId, "unverified"), {
      name: "InvalidParameterException",
      message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
    });
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "unverified" }));
    assert.equal(user.UserStatus, "CONFIRMED");
    await assert.rejects(reset(UserPoolId, "nobody"), { name: "UserNotFoundException" });
  });
});
