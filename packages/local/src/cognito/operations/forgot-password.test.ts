import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  type CreateUserPoolClientRequest,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { confirmForgotPassword } from "./confirm-forgot-password.ts";

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

  it("is limited to twenty codes an hour", async () => {
    const { forget } = await poolWithUser("many@example.com");
    for (let sent = 0; sent < 20; sent++) await forget();
    await assert.rejects(forget(), {
      name: "LimitExceededException",
      message: "Attempt limit exceeded, please try after some time.",
    });
    pools.clock.advance(3_600_000);
    await forget();
  });
});

describe("a simulated ForgotPassword", () => {
  const hidden = { PreventUserExistenceErrors: "ENABLED" } as const;
  const forget = async (ClientId: string, Username: string) => {
    const { CodeDeliveryDetails } = await pools.client.send(new ForgotPasswordCommand({ ClientId, Username }));
    return CodeDeliveryDetails;
  };

  it("invents the same destination for the same name of a pool, by the medium that its users have", async () => {
    const mails = await pools.createPool({ AutoVerifiedAttributes: ["email"] }, hidden);
    const first = await forget(mails.ClientId, "nobody");
    assert.match(first?.Destination ?? "", /^[a-z]\*\*\*@[a-z]\*\*\*$/);
    assert.deepEqual(await forget(mails.ClientId, "nobody"), first);
    const phones = await pools.createPool({ AutoVerifiedAttributes: ["phone_number"] }, hidden);
    const invented = await forget(phones.ClientId, "nobody");
    assert.equal(invented?.DeliveryMedium, "SMS");
    assert.match(invented?.Destination ?? "", /^\+\*{7}\d{4}$/);
    assert.deepEqual(await forget(phones.ClientId, "nobody"), invented);
    const others = await Promise.all(["a", "b", "c", "d"].map((name) => forget(phones.ClientId, name)));
    assert.ok(others.some((other) => other?.Destination !== invented?.Destination));
    assert.equal((await forget(phones.ClientId, "+15551234567"))?.Destination, "+*******4567");
  });

  it("is what disabled, unconfirmed and unverified users get too, and sends them nothing", async () => {
    const { ClientId, UserPoolId } = await pools.createPool({}, hidden);
    const UserAttributes = [{ Name: "email", Value: "sim@example.com" }];
    await pools.client.send(new SignUpCommand({ ClientId, Username: "unconfirmed", Password: password, UserAttributes }));
    const verified = [...UserAttributes, { Name: "email_verified", Value: "true" }];
    const disabled = { UserPoolId, Username: "disabled" };
    const SUPPRESS = "SUPPRESS" as const;
    await pools.client.send(new AdminCreateUserCommand({ ...disabled, UserAttributes: verified, MessageAction: SUPPRESS }));
    await pools.client.send(new AdminDisableUserCommand(disabled));
    const before = pools.inbox.list({ to: "sim@example.com" }).length;
    for (const name of ["unconfirmed", "disabled"]) assert.equal((await forget(ClientId, name))?.DeliveryMedium, "EMAIL");
    assert.equal(pools.inbox.list({ to: "sim@example.com" }).length, before);
    const give = (Username: string) =>
      pools.client.send(
        new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode: "123456", Password: "Another-horse-8" }),
      );
    await assert.rejects(give("disabled"), { name: "CodeMismatchException" });
    await assert.rejects(give("unconfirmed"), { name: "ExpiredCodeException" });
  });

  it("is none where administrators alone reset passwords, whoever asks", async () => {
    const RecoveryMechanisms = [{ Name: "admin_only" as const, Priority: 1 }];
    const { ClientId } = await pools.createPool({ AccountRecoverySetting: { RecoveryMechanisms } }, hidden);
    await pools.client.send(new SignUpCommand({ ClientId, Username: "rec", Password: password }));
    const refusal = { name: "NotAuthorizedException", message: "Contact administrator to reset password." };
    for (const name of ["rec", "nobody"]) await assert.rejects(forget(ClientId, name), refusal);
  });
});

describe("ConfirmForgotPassword", () => {
  it("closes for an hour after twenty wrong codes, for the right one too", async () => {
    const { forget, reset } = await poolWithUser("lock@example.com");
    await forget();
    const code = await pools.codeFor("lock@example.com");
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
    for (let tried = 0; tried < 20; tried++) await assert.rejects(reset(wrong), { name: "CodeMismatchException" });
    await assert.rejects(reset(code), { name: "LimitExceededException" });
    pools.clock.advance(3_600_000);
    await forget();
    await reset(await pools.codeFor("lock@example.com"));
  });

  it("takes a code once, however many give it at a time", async () => {
    const { ClientId, forget } = await poolWithUser("once@example.com");
    await forget();
    const ConfirmationCode = await pools.codeFor("once@example.com");
    const { signal } = new AbortController();
    const call = { requestId: "1", caller: { kind: "developer" as const }, userAgent: "", signal };
    // Without sockets in between both are under way at once.
    const give = async (Password: string) =>
      confirmForgotPassword(pools.cognito, { ClientId, Username: "once@example.com", ConfirmationCode, Password }, call);
    const outcomes = await Promise.allSettled(["Another-horse-8", "Another-horse-9"].map(give));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    assert.deepEqual(
      refused.map(({ reason }) => reason.name),
      ["ExpiredCodeException"],
    );
  });

  it("tells a code that is wrong from one that was voided by a newer, and from none", async () => {
    const { forget, reset } = await poolWithUser("void@example.com");
    await assert.rejects(reset("123456"), { name: "ExpiredCodeException" });
    await forget();
    const voided = await pools.codeFor("void@example.com");
    await forget();
    const code = await pools.codeFor("void@example.com");
    if (code !== voided) await assert.rejects(reset(voided), { name: "CodeMismatchException" });
    await reset(code);
  });
});
