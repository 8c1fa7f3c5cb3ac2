import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AdminCreateUserCommand, AdminGetUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function createUser(UserPoolId: string, Username: string, attributes: Record<string, string> = {}) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const command = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(command);
  return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
}

describe("AdminCreateUser", () => {
  it("invites by a mail whose temporary password signs in, the name in it escaped", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    const Username = "<b>o'neil</b>";
    const UserAttributes = [{ Name: "email", Value: "one@example.com" }];
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes }));
    const [mail] = pools.inbox.list({ to: "one@example.com" });
    assert.equal(mail?.subject, "Your temporary password");
    assert.ok(!mail?.html?.includes("<b>"));
    const temporary = /temporary password is (\S+)\.$/.exec(mail?.text ?? "")?.[1] as string;
    const AuthParameters = { USERNAME: Username, PASSWORD: temporary };
    const answer = await pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    assert.equal(answer.ChallengeName, "NEW_PASSWORD_REQUIRED");
  });

  it("refuses a name that is taken, and invites again only who has not signed in", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "dup", { email: "dup@example.com" });
    await assert.rejects(createUser(UserPoolId, "dup"), {
      name: "UsernameExistsException",
      message: "User account already exists",
    });
    const resend = new AdminCreateUserCommand({ UserPoolId, Username: "dup", MessageAction: "RESEND" });
    await pools.client.send(resend);
    assert.equal(pools.inbox.list({ to: "dup@example.com" }).length, 1);
    const pool = pools.cognito.userPools.get(UserPoolId);
    pools.cognito.users.update(pool, pools.cognito.users.get(pool, "dup"), { status: "CONFIRMED" });
    await assert.rejects(pools.client.send(resend), {
      name: "UnsupportedUserStateException",
      message: "Resend not possible. dup status is not FORCE_CHANGE_PASSWORD",
    });
  });

  it("makes a confirmed user without a password where people sign in without one, unless it is given one", async () => {
    const { UserPoolId } = await pools.createPool({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
    });
    const create = async (Username: string, TemporaryPassword?: string) => {
      const UserAttributes = [{ Name: "email", Value: `${Username}@passwordless.example` }];
      const { User } = await pools.client.send(
        new AdminCreateUserCommand({
          UserPoolId,
          Username,
          UserAttributes,
          TemporaryPassword,
          DesiredDeliveryMediums: ["EMAIL"],
        }),
      );
      return User?.UserStatus;
    };
    assert.equal(await create("none"), "CONFIRMED");
    assert.equal(pools.inbox.list({ to: "none@passwordless.example" }).length, 0);
    assert.equal(await create("some", password), "FORCE_CHANGE_PASSWORD");
    assert.equal(pools.inbox.list({ to: "some@passwordless.example" }).length, 1);
    await assert.rejects(
      pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "none", MessageAction: "RESEND" })),
      {
        name: "UnsupportedUserStateException",
      },
    );
  });

  it("takes an e-mail address, once, where that is the username, which is the sub then", async () => {
    const { UserPoolId } = await pools.createPool({
      UsernameAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const sub = await createUser(UserPoolId, "Ada@example.com");
    const found = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "ada@EXAMPLE.com" }));
    assert.equal(found.Username, sub);
    assert.equal(found.UserAttributes?.find(({ Name }) => Name === "email")?.Value, "Ada@example.com");
    await assert.rejects(createUser(UserPoolId, "ADA@example.com"), {
      name: "UsernameExistsException",
      message: "An account with the given email already exists.",
    });
    await assert.rejects(createUser(UserPoolId, "ada"), { message: "Username should be an email." });
  });

  it("invites again whom it finds by the e-mail address, with a password that voids the one before", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({ UsernameAttributes: ["email"] });
    const Username = "again@example.com";
    const invite = (MessageAction?: "RESEND") =>
      pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction, DesiredDeliveryMediums: ["EMAIL"] }));
    const told = () =>
      /temporary password is (\S+?)\.?\s*$/.exec(pools.inbox.list({ to: Username })[0]?.text ?? "")?.[1] as string;
    const signIn = (PASSWORD: string) => {
      const AuthParameters = { USERNAME: Username, PASSWORD };
      return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    };
    const { User } = await invite();
    const first = told();
    assert.equal((await invite("RESEND")).User?.Username, User?.Username);
    assert.equal(pools.inbox.list({ to: Username }).length, 2);
    await assert.rejects(signIn(first), { message: "Incorrect username or password." });
    assert.equal((await signIn(told())).ChallengeName, "NEW_PASSWORD_REQUIRED");
    await assert.rejects(
      pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "nobody@example.com", MessageAction: "RESEND" })),
      { name: "UserNotFoundException", message: "User does not exist." },
    );
  });

  it("leaves the sub to Cognito", async () => {
    const { UserPoolId } = await pools.createPool();
    const UserAttributes = [{ Name: "sub", Value: "0f8fad5b-d9cb-469f-a165-70867728950e" }];
    await assert.rejects(pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "sub", UserAttributes })), {
      name: "InvalidParameterException",
      message: "Cannot modify the non-mutable attribute sub",
    });
  });

  it("moves a verified alias only by force, and says at its former owner that it is not verified", async () => {
    const { UserPoolId } = await pools.createPool({ AliasAttributes: ["email", "preferred_username"] });
    const verified = { email: "both@example.com", email_verified: "true" };
    await createUser(UserPoolId, "first", { ...verified, preferred_username: "boss" });
    const second = (attributes: Record<string, string>, ForceAliasCreation?: boolean) => {
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      const request = { UserPoolId, Username: "second", UserAttributes, MessageAction: "SUPPRESS", ForceAliasCreation } as const;
      return pools.client.send(new AdminCreateUserCommand(request));
    };
    await assert.rejects(second(verified), {
      name: "AliasExistsException",
      message: "An account with the email already exists.",
    });
    await assert.rejects(second({ preferred_username: "boss" }, true), {
      name: "AliasExistsException",
      message: "An account with the preferred_username already exists.",
    });
    await second(verified, true);
    const owner = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "both@example.com" }));
    assert.equal(owner.Username, "second");
    const { UserAttributes } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "boss" }));
    const first = Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
    assert.deepEqual(
      { ...first, sub: undefined },
      { ...verified, email_verified: "false", preferred_username: "boss", sub: undefined },
    );
  });

  it("gives a temporary password for as long as the pool says", async () => {
    const { ClientId, UserPoolId } = await pools.createPool({
      Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 2 } },
    });
    const create = { UserPoolId, Username: "tmp", TemporaryPassword: password } as const;
    await pools.client.send(new AdminCreateUserCommand({ ...create, MessageAction: "SUPPRESS" }));
    const signIn = () => {
      const AuthParameters = { USERNAME: "tmp", PASSWORD: password };
      return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    };
    pools.clock.advance(47 * 3_600_000);
    assert.equal((await signIn()).ChallengeName, "NEW_PASSWORD_REQUIRED");
    pools.clock.advance(3_600_000);
    await assert.rejects(signIn(), {
      name: "NotAuthorizedException",
      message: "Temporary password has expired and must be reset by an administrator.",
    });
    await pools.client.send(new AdminCreateUserCommand({ ...create, MessageAction: "RESEND" }));
    assert.equal((await signIn()).ChallengeName, "NEW_PASSWORD_REQUIRED");
  });
});
