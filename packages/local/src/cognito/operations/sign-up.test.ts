import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolRequest,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { confirmedSignUp } from "../users/sign-up-session.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
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

  it("names what is taken where people sign up with a phone number or an e-mail address", async () => {
    const { ClientId } = await pools.createPool({
      UsernameAttributes: ["phone_number", "email"],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: [],
    });
    const signUp = (Username: string, UserAttributes?: { Name: string; Value: string }[]) =>
      pools.client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }));
    await signUp("+15550002000", email("Kim@example.com"));
    const taken = (attribute: string) => ({
      name: "UsernameExistsException",
      message: `An account with the given ${attribute} already exists.`,
    });
    await assert.rejects(signUp("+15550002000"), taken("phone_number"));
    await assert.rejects(signUp("kim@EXAMPLE.com"), taken("email"));
    await assert.rejects(signUp("+15550002001", email("kim@example.com")), taken("email"));
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

  it("takes somebody without a password where pool and client let them sign in by a code", async () => {
    const pool: Partial<CreateUserPoolRequest> = {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
    };
    const { ClientId, UserPoolId } = await pools.createPool(pool, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
    const request = { ClientId, Username: "pwl", UserAttributes: email("pwl@example.com") };
    const { Session, UserConfirmed } = await pools.client.send(new SignUpCommand(request));
    assert.deepEqual([typeof Session, UserConfirmed], ["string", false]);
    const confirm = { ClientId, Username: "pwl", ConfirmationCode: await pools.codeFor("pwl@example.com") };
    const expired = { name: "NotAuthorizedException", message: "Invalid session for the user, session is expired." };
    await assert.rejects(
      pools.client.send(new ConfirmSignUpCommand({ ...confirm, Session: "no-session-of-this-pool" })),
      expired,
    );
    assert.equal((await statusOf(UserPoolId, "pwl")).status, "UNCONFIRMED");
    const confirmed = await pools.client.send(new ConfirmSignUpCommand({ ...confirm, Session }));
    assert.notEqual(confirmed.Session, Session);
    const client = pools.cognito.appClients.get(ClientId);
    const session = pools.cognito.sessions.take(confirmed.Session ?? "", client, confirmedSignUp);
    assert.equal(session.user?.username, "pwl");
    assert.throws(() => pools.cognito.sessions.take(Session ?? "", client, "signed-up"), expired);
  });

  it("gives ConfirmSignUp a session to hand on also when the call brings none", async () => {
    const { ClientId } = await pools.createPool({}, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
    const named = { ClientId, Username: "nob" };
    const signedUp = { ...named, Password: password, UserAttributes: email("nob@example.com") };
    await pools.client.send(new SignUpCommand(signedUp));
    const ConfirmationCode = await pools.codeFor("nob@example.com");
    const { Session } = await pools.client.send(new ConfirmSignUpCommand({ ...named, ConfirmationCode }));
    const { user } = pools.cognito.sessions.take(Session ?? "", pools.cognito.appClients.get(ClientId), confirmedSignUp);
    assert.equal(user?.username, "nob");
  });

  it("gives no session to a client that could not use it, and asks it for a password", async () => {
    const { ClientId } = await pools.createPool({
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
    });
    const request = { ClientId, Username: "nos", UserAttributes: email("nos@example.com") };
    await assert.rejects(pools.client.send(new SignUpCommand(request)), { name: "InvalidParameterException" });
    const answer = await pools.client.send(new SignUpCommand({ ...request, Password: password }));
    assert.equal(answer.Session, undefined);
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
      "an e-mail address that would command the terminal which shows it",
      {},
      { UserAttributes: [{ Name: "email", Value: "\u001b[2Jada@example.com" }] },
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
      "somebody without a password",
      {},
      { Password: undefined },
      "InvalidParameterException",
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    ],
    [
      "a preferred username that is an alias, before the user is confirmed",
      { AliasAttributes: ["preferred_username"] },
      { UserAttributes: [{ Name: "preferred_username", Value: "ref" }] },
      "InvalidParameterException",
      "Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.",
    ],
    [
      "a phone number as username where it is an alias",
      { AliasAttributes: ["phone_number"] },
      { Username: "+15551234567" },
      "InvalidParameterException",
      "Username cannot be of phone number format, since user pool is configured for phone number alias.",
    ],
    [
      "anything but a phone number where that is the username",
      { UsernameAttributes: ["phone_number"] },
      { Username: "ann@example.com" },
      "InvalidParameterException",
      "Username should be a phone number.",
    ],
    [
      "anything but the two where either is the username",
      { UsernameAttributes: ["phone_number", "email"] },
      { Username: "ann" },
      "InvalidParameterException",
      "Username should be either an email or a phone number.",
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
