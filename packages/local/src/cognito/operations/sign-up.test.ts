import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../pools-under-test.ts";

const hourMs = 3_600_000;
let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  assert.deepEqual(pools.failures, []);
  await pools.stop();
});

const email = (value: string) => [{ Name: "email", Value: value }];

async function statusOf(UserPoolId: string, Username: string) {
  const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return { status: user.UserStatus, ...Object.fromEntries((user.UserAttributes ?? []).map((a) => [a.Name, a.Value])) };
}

describe("SignUp", () => {
  it("stores an unconfirmed user, mails a code and names the masked destination", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    const answer = await pools.client.send(
      new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes: email("ada@example.com") }),
    );
    assert.equal(answer.UserConfirmed, false);
    assert.match(answer.UserSub ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(answer.CodeDeliveryDetails, { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" });
    assert.deepEqual(await statusOf(UserPoolId, "ada"), {
      status: "UNCONFIRMED",
      sub: answer.UserSub,
      email: "ada@example.com",
      email_verified: "false",
    });
    const [mail] = pools.inbox.list({ to: "ada@example.com" });
    assert.equal(mail?.subject, "Your verification code");
    assert.match(mail?.text ?? "", /^Your confirmation code is \d{6}$/);
    assert.equal(mail?.sub, answer.UserSub);
  });

  it("sends no code and tells of none where the pool verifies nothing that the user has", async () => {
    const { ClientId } = await pools.createPool({ AutoVerifiedAttributes: [] });
    const answer = await pools.client.send(
      new SignUpCommand({ ClientId, Username: "nan", Password: password, UserAttributes: email("nan@example.com") }),
    );
    assert.equal(answer.CodeDeliveryDetails, undefined);
    assert.equal(pools.inbox.list({ to: "nan@example.com" }).length, 0);
  });

  it("sends the code to the phone alone where both are to be verified, and confirming verifies the phone", async () => {
    const { ClientId, UserPoolId } = await pools.createPool({ AutoVerifiedAttributes: ["email", "phone_number"] });
    const UserAttributes = [...email("pho@example.com"), { Name: "phone_number", Value: "+15551234567" }];
    const answer = await pools.client.send(new SignUpCommand({ ClientId, Username: "pho", Password: password, UserAttributes }));
    assert.deepEqual(answer.CodeDeliveryDetails, {
      AttributeName: "phone_number",
      DeliveryMedium: "SMS",
      Destination: "+*******4567",
    });
    assert.equal(pools.inbox.list({ to: "pho@example.com" }).length, 0);
    const ConfirmationCode = await pools.codeFor("+15551234567");
    await pools.client.send(new ConfirmSignUpCommand({ ClientId, Username: "pho", ConfirmationCode }));
    const user = await statusOf(UserPoolId, "pho");
    assert.deepEqual(
      { ...user, sub: undefined },
      {
        status: "CONFIRMED",
        sub: undefined,
        email: "pho@example.com",
        email_verified: "false",
        phone_number: "+15551234567",
        phone_number_verified: "true",
      },
    );
  });

  it("words the mail by the pool's template, in HTML and in text", async () => {
    const template = { EmailSubject: "Hello!", EmailMessage: "<p>Type <b>{####}</b></p>" };
    const { ClientId } = await pools.createPool({ VerificationMessageTemplate: template });
    await pools.client.send(
      new SignUpCommand({ ClientId, Username: "tem", Password: password, UserAttributes: email("tem@example.com") }),
    );
    const [mail] = pools.inbox.list({ to: "tem@example.com" });
    assert.equal(mail?.subject, "Hello!");
    assert.match(mail?.html ?? "", /^<p>Type <b>\d{6}<\/b><\/p>$/);
    assert.match(mail?.text ?? "", /^Type \d{6}$/);
  });

  it("makes the sub the username of people who sign up with an e-mail address", async () => {
    const { ClientId, UserPoolId } = await pools.createPool({ UsernameAttributes: ["email"] });
    const answer = await pools.client.send(new SignUpCommand({ ClientId, Username: "eve@example.com", Password: password }));
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "eve@example.com" }));
    assert.equal(user.Username, answer.UserSub);
    await assert.rejects(pools.client.send(new SignUpCommand({ ClientId, Username: "eve@example.com", Password: password })), {
      name: "UsernameExistsException",
      message: "An account with the given email already exists.",
    });
    await assert.rejects(pools.client.send(new SignUpCommand({ ClientId, Username: "eve", Password: password })), {
      name: "InvalidParameterException",
      message: "Username should be an email.",
    });
  });

  it("tells names apart by their case only where the pool does", async () => {
    const sensitive = await pools.createPool();
    const insensitive = await pools.createPool({ UsernameConfiguration: { CaseSensitive: false } });
    for (const { ClientId } of [sensitive, insensitive]) {
      await pools.client.send(new SignUpCommand({ ClientId, Username: "Max", Password: password }));
    }
    await pools.client.send(new SignUpCommand({ ClientId: sensitive.ClientId, Username: "max", Password: password }));
    await assert.rejects(
      pools.client.send(new SignUpCommand({ ClientId: insensitive.ClientId, Username: "max", Password: password })),
      { name: "UsernameExistsException", message: "User already exists" },
    );
  });

  it("asks a client with a secret to prove it", async () => {
    const { ClientId, ClientSecret } = await pools.createPool({}, { GenerateSecret: true });
    const request = { ClientId, Username: "sec", Password: password };
    await assert.rejects(pools.client.send(new SignUpCommand(request)), {
      name: "NotAuthorizedException",
      message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    });
    await assert.rejects(pools.client.send(new SignUpCommand({ ...request, SecretHash: "no" })), {
      name: "NotAuthorizedException",
      message: `Unable to verify secret hash for client ${ClientId}`,
    });
    const SecretHash = createHmac("sha256", ClientSecret as string)
      .update(`sec${ClientId}`)
      .digest("base64");
    await pools.client.send(new SignUpCommand({ ...request, SecretHash }));
  });

  const refusals: [string, Record<string, unknown>, Record<string, unknown>, string, string | RegExp][] = [
    [
      "an unknown attribute",
      {},
      { UserAttributes: [{ Name: "custom:plan", Value: "pro" }] },
      "InvalidParameterException",
      "Attributes did not conform to the schema: custom:plan: Attribute does not exist in the schema.\n",
    ],
    [
      "a missing required attribute",
      { Schema: [{ Name: "email", Required: true }] },
      {},
      "InvalidParameterException",
      "Attributes did not conform to the schema: email: The attribute is required\n",
    ],
    [
      "an attribute that is Cognito's to write",
      {},
      { UserAttributes: [{ Name: "email_verified", Value: "true" }] },
      "NotAuthorizedException",
      "A client attempted to write unauthorized attribute",
    ],
    [
      "an e-mail address that is none",
      {},
      { UserAttributes: [{ Name: "email", Value: "nobody" }] },
      "InvalidParameterException",
      "Invalid email address format.",
    ],
    [
      "a password that is too short",
      {},
      { Password: "Ab1!" },
      "InvalidPasswordException",
      "Password did not conform with policy: Password not long enough",
    ],
    [
      "a password without a symbol",
      {},
      { Password: "Abcdefg1" },
      "InvalidPasswordException",
      "Password did not conform with policy: Password must have symbol characters",
    ],
    [
      "a password that begins with a space",
      {},
      { Password: " Abcdefg1!" },
      "InvalidParameterException",
      /^1 validation error detected: Value at 'password' failed to satisfy constraint/,
    ],
    [
      "everybody where administrators create the users",
      { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } },
      {},
      "NotAuthorizedException",
      "SignUp is not permitted for this user pool",
    ],
    [
      "an e-mail address as username where it is an alias",
      { AliasAttributes: ["email"] },
      { Username: "ann@example.com" },
      "InvalidParameterException",
      "Username cannot be of email format, since user pool is configured for email alias.",
    ],
  ];
  for (const [what, pool, request, name, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const { ClientId } = await pools.createPool(pool);
      const command = new SignUpCommand({ ClientId, Username: "ref", Password: password, ...request });
      await assert.rejects(pools.client.send(command), { name, message });
    });
  }
});

describe("ConfirmSignUp", () => {
  async function signUp(Username: string) {
    const pool = await pools.createPool();
    const UserAttributes = email(`${Username}@example.com`);
    await pools.client.send(new SignUpCommand({ ClientId: pool.ClientId, Username, Password: password, UserAttributes }));
    const ConfirmationCode = await pools.codeFor(`${Username}@example.com`);
    const confirm = (code = ConfirmationCode) =>
      pools.client.send(new ConfirmSignUpCommand({ ClientId: pool.ClientId, Username, ConfirmationCode: code }));
    return { ...pool, Username, ConfirmationCode, confirm };
  }
  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  const mismatch = { name: "CodeMismatchException", message: "Invalid verification code provided, please try again." };
  const expired = { name: "ExpiredCodeException", message: "Invalid code provided, please request a code again." };

  it("confirms the user and verifies the address that the code went to", async () => {
    const { UserPoolId, Username, confirm } = await signUp("con");
    await confirm();
    const { status, email_verified } = (await statusOf(UserPoolId, Username)) as Record<string, unknown>;
    assert.deepEqual([status, email_verified], ["CONFIRMED", "true"]);
  });

  it("refuses a second confirmation, by code and by an administrator", async () => {
    const { UserPoolId, Username, confirm } = await signUp("twi");
    await confirm();
    const refusal = { name: "NotAuthorizedException", message: "User cannot be confirmed. Current status is CONFIRMED" };
    await assert.rejects(confirm(), refusal);
    await assert.rejects(pools.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username })), refusal);
  });

  it("takes a code for 24 hours", async () => {
    const early = await signUp("ear");
    const late = await signUp("lat");
    pools.clock.advance(23 * hourMs);
    await early.confirm();
    pools.clock.advance(hourMs);
    await assert.rejects(late.confirm(), expired);
  });

  it("takes only the code of the last resend", async () => {
    const { ClientId, Username, ConfirmationCode, confirm } = await signUp("res");
    let fresh = ConfirmationCode;
    while (fresh === ConfirmationCode) {
      await pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
      fresh = await pools.codeFor("res@example.com");
    }
    await assert.rejects(confirm(), mismatch);
    await confirm(fresh);
    await assert.rejects(pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username })), {
      name: "InvalidParameterException",
      message: "User is already confirmed.",
    });
  });

  it("closes for an hour after fifteen wrong codes, for the right one too", async () => {
    const { ConfirmationCode, confirm } = await signUp("gue");
    for (let guess = 0; guess < 15; guess++) await assert.rejects(confirm(other(ConfirmationCode)), mismatch);
    const closed = { name: "LimitExceededException", message: "Attempt limit exceeded, please try after some time." };
    await assert.rejects(confirm(), closed);
    pools.clock.advance(hourMs);
    await confirm();
  });

  it("sends at most five more codes an hour", async () => {
    const { ClientId, Username } = await signUp("ask");
    const resend = () => pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    for (let more = 0; more < 5; more++) await resend();
    await assert.rejects(resend(), { name: "LimitExceededException" });
    assert.equal(pools.inbox.list({ to: "ask@example.com" }).length, 6);
  });

  it("tells an unknown user only of a client that may know", async () => {
    const open = await pools.createPool();
    const discreet = await pools.createPool({}, { PreventUserExistenceErrors: "ENABLED" });
    const request = { Username: "nobody", ConfirmationCode: "123456" };
    await assert.rejects(pools.client.send(new ConfirmSignUpCommand({ ...request, ClientId: open.ClientId })), {
      name: "UserNotFoundException",
      message: "Username/client id combination not found.",
    });
    await assert.rejects(pools.client.send(new ConfirmSignUpCommand({ ...request, ClientId: discreet.ClientId })), expired);
  });

  it("leaves an alias with its owner unless it is forced to move", async () => {
    const { ClientId, UserPoolId } = await pools.createPool({ AliasAttributes: ["email"] });
    const UserAttributes = email("shared@example.com");
    const codes = new Map<string, string>();
    for (const Username of ["first", "second"]) {
      await pools.client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }));
      codes.set(Username, await pools.codeFor("shared@example.com"));
    }
    const confirm = (Username: string, ForceAliasCreation?: boolean) =>
      pools.client.send(
        new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: codes.get(Username), ForceAliasCreation }),
      );
    await confirm("first");
    assert.equal(
      (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "shared@example.com" }))).Username,
      "first",
    );
    await assert.rejects(confirm("second"), {
      name: "AliasExistsException",
      message: "An account with the email already exists.",
    });
    assert.equal((await statusOf(UserPoolId, "second")).status, "UNCONFIRMED");
    await confirm("second", true);
    assert.equal(
      (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "shared@example.com" }))).Username,
      "second",
    );
    assert.equal(((await statusOf(UserPoolId, "first")) as Record<string, unknown>).email_verified, "false");
  });

  it("does not let a code that went to an old address verify a new one", async () => {
    const { UserPoolId, Username, confirm } = await signUp("mov");
    const moved = new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: email("new@example.com") });
    await pools.client.send(moved);
    await confirm();
    assert.equal(((await statusOf(UserPoolId, Username)) as Record<string, unknown>).email_verified, "false");
  });
});

describe("UpdateUserPool", () => {
  it("resets what it is not given, and the pool no longer sends codes", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId }));
    const UserAttributes = email("upd@example.com");
    const answer = await pools.client.send(new SignUpCommand({ ClientId, Username: "upd", Password: password, UserAttributes }));
    assert.equal(answer.CodeDeliveryDetails, undefined);
  });
});
