import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  type CreateUserPoolClientRequest,
  ForgotPasswordCommand,
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

async function poolWithUser(email: string, appClient: Partial<CreateUserPoolClientRequest> = {}) {
  const made = await pools.createPool({ UsernameAttributes: ["email"] }, appClient);
  const UserAttributes = [{ Name: "email_verified", Value: "true" }];
  const common = { UserPoolId: made.UserPoolId, Username: email };
  await pools.client.send(new AdminCreateUserCommand({ ...common, UserAttributes, MessageAction: "SUPPRESS" }));
  await pools.client.send(new AdminSetUserPasswordCommand({ ...common, Password: password, Permanent: true }));
  const { ClientId } = made;
  const forget = (Username = email) => pools.client.send(new ForgotPasswordCommand({ ClientId, Username }));
  const reset = (ConfirmationCode: string, Password = "Another-horse-8", Username = email) =>
    pools.client.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
  const signIn = (PASSWORD: string) =>
    pools.client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: email, PASSWORD } }),
    );
  return { ...made, forget, reset, signIn };
}

describe("ForgotPassword", () => {
  it("mails a code that sets a new password once and lasts an hour", async () => {
    const { forget, reset, signIn } = await poolWithUser("ada@example.com");
    const { CodeDeliveryDetails } = await forget();
    assert.deepEqual(CodeDeliveryDetails, { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" });
    const code = await pools.codeFor("ada@example.com");
    await assert.rejects(reset(code, "weak"), { name: "InvalidPasswordException" });
    await reset(code);
    await signIn("Another-horse-8");
    await assert.rejects(signIn(password), { message: "Incorrect username or password." });
    await assert.rejects(reset(code), { name: "ExpiredCodeException" });
    await forget();
    const late = await pools.codeFor("ada@example.com");
    pools.clock.advance(3_600_000);
    await assert.rejects(reset(late), {
      name: "ExpiredCodeException",
      message: "Invalid code provided, please request a code again.",
    });
  });

  it("refuses a user who has nothing verified, or a password of an administrator's", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    const UserAttributes = [{ Name: "email", Value: "new@example.com" }];
    await pools.client.send(new SignUpCommand({ ClientId, Username: "new", Password: password, UserAttributes }));
    await assert.rejects(pools.client.send(new ForgotPasswordCommand({ ClientId, Username: "new" })), {
      name: "InvalidParameterException",
      message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
    });
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "adm", TemporaryPassword: password }));
    await assert.rejects(pools.client.send(new ForgotPasswordCommand({ ClientId, Username: "adm" })), {
      name: "NotAuthorizedException",
      message: "User password cannot be reset in the current state.",
    });
  });

  it("leaves it to administrators where the pool says so", async () => {
    const RecoveryMechanisms = [{ Name: "admin_only" as const, Priority: 1 }];
    const { ClientId } = await pools.createPool({ AccountRecoverySetting: { RecoveryMechanisms } });
    await pools.client.send(new SignUpCommand({ ClientId, Username: "rec", Password: password }));
    await assert.rejects(pools.client.send(new ForgotPasswordCommand({ ClientId, Username: "rec" })), {
      name: "NotAuthorizedException",
      message: "Contact administrator to reset password.",
    });
  });

  it("pretends to a client that must not learn who exists", async () => {
    const { forget, reset } = await poolWithUser("hid@example.com", { PreventUserExistenceErrors: "ENABLED" });
    const { CodeDeliveryDetails } = await forget("nobody@example.com");
    assert.deepEqual(CodeDeliveryDetails, { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "n***@e***" });
    assert.equal(pools.inbox.list({ to: "nobody@example.com" }).length, 0);
    await assert.rejects(reset("123456", "Another-horse-8", "nobody@example.com"), { name: "CodeMismatchException" });
  });

  it("says plainly to any other client that there is no such user", async () => {
    const { forget, reset } = await poolWithUser("leg@example.com");
    const unknown = { name: "UserNotFoundException", message: "Username/client id combination not found." };
    await assert.rejects(forget("nobody@example.com"), unknown);
    await assert.rejects(reset("123456", "Another-horse-8", "nobody@example.com"), unknown);
  });

  it("keeps the status of a user whose code was not given back", async () => {
    const { UserPoolId, forget } = await poolWithUser("kee@example.com");
    await forget();
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "kee@example.com" }));
    assert.equal(user.UserStatus, "CONFIRMED");
  });
});
