import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolRequest,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

const SourceArn = "arn:aws:ses:us-east-1:000000000000:identity/hello@acme.example";
const developer = { EmailSendingAccount: "DEVELOPER", SourceArn } as const;
const email = "ada@example.com";
const emailOf = (Value: string) => [{ Name: "email", Value }];

let pools: Awaited<ReturnType<typeof startPools>>;
let made = 0;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

/** A pool whose custom message function runs `body`. */
async function poolWith(body: string, pool: Partial<CreateUserPoolRequest> = {}) {
  const { functionArn, notes } = pools.deploy(`custom-message-${made++}`, body);
  const LambdaConfig = { CustomMessage: functionArn };
  const ids = await pools.createPool({ EmailConfiguration: developer, LambdaConfig, ...pool });
  const signUp = (Username = "ada", address = email, ClientMetadata?: Record<string, string>) => {
    const request = { ClientId: ids.ClientId, Username, Password: password, UserAttributes: emailOf(address), ClientMetadata };
    return pools.client.send(new SignUpCommand(request));
  };
  const createUser = (Username: string, address = email) =>
    pools.client.send(
      new AdminCreateUserCommand({
        UserPoolId: ids.UserPoolId,
        Username,
        UserAttributes: [...emailOf(address), { Name: "email_verified", Value: "true" }],
        DesiredDeliveryMediums: ["EMAIL"],
        ClientMetadata: { never: "seen" },
      }),
    );
  const newest = (to = email) => pools.inbox.list({ to })[0];
  return { ...ids, signUp, createUser, newest, notes };
}

const reword = `event.response.emailSubject = "Hi";
event.response.emailMessage = "<p>Your code: " + event.request.codeParameter + "</p>";
return event;`;

describe("the custom message trigger", () => {
  it("receives Cognito's event, with placeholders in place of the code", async () => {
    const { signUp, notes, UserPoolId, ClientId } = await poolWith("note(event); return event;");
    const { UserSub } = await signUp("ada", email, { locale: "de" });
    const [event] = notes();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "CustomMessage_SignUp",
      request: {
        userAttributes: { sub: UserSub, "cognito:user_status": "UNCONFIRMED", email, email_verified: "false" },
        codeParameter: "{####}",
        linkParameter: "{##Click Here##}",
        usernameParameter: null,
        clientMetadata: { locale: "de" },
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    });
  });

  it("words the mail, whose code confirms, and leaves to the pool's template what it leaves null", async () => {
    const { signUp, newest, ClientId } = await poolWith(reword);
    await signUp();
    const mail = newest();
    assert.equal(mail?.subject, "Hi");
    assert.equal(mail?.html, `<p>Your code: ${mail?.code}</p>`);
    const ConfirmationCode = mail?.code;
    await pools.client.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode }));
    const VerificationMessageTemplate = { EmailSubject: "Ours", EmailMessage: "Code {####}" };
    const half = await poolWith(`event.response.emailSubject = "Hi"; return event;`, { VerificationMessageTemplate });
    await half.signUp("bob", "bob@example.com");
    assert.equal(half.newest("bob@example.com")?.subject, "Hi");
    assert.match(half.newest("bob@example.com")?.text ?? "", /^Code \d{6}$/);
  });

  it("is asked under seven sources, and told of metadata by the calls that AWS names", async () => {
    const body = "note([event.triggerSource, event.request.clientMetadata ?? null]); return event;";
    const made = await poolWith(body, { MfaConfiguration: "OFF" });
    const { client } = pools;
    const { ClientId, UserPoolId, signUp, createUser, notes } = made;
    const ClientMetadata = { from: "call" };
    await signUp("ada", email, ClientMetadata);
    await client.send(new ResendConfirmationCodeCommand({ ClientId, Username: "ada", ClientMetadata }));
    const ConfirmationCode = await pools.codeFor(email);
    await client.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode }));
    await client.send(new ForgotPasswordCommand({ ClientId, Username: "ada", ClientMetadata }));
    await createUser("bob", "bob@example.com");
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    const start = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters, ClientMetadata });
    const { AuthenticationResult } = await client.send(start);
    const AccessToken = AuthenticationResult?.AccessToken;
    const UserAttributes = emailOf("new@example.com");
    await client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes, ClientMetadata }));
    await client.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email", ClientMetadata }));
    const MfaConfiguration = "ON";
    await client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration, EmailMfaConfiguration: {} }));
    assert.equal((await client.send(start)).ChallengeName, "EMAIL_OTP");
    assert.deepEqual(notes(), [
      ["CustomMessage_SignUp", ClientMetadata],
      ["CustomMessage_ResendCode", ClientMetadata],
      ["CustomMessage_ForgotPassword", ClientMetadata],
      ["CustomMessage_AdminCreateUser", null],
      ["CustomMessage_UpdateUserAttribute", ClientMetadata],
      ["CustomMessage_VerifyUserAttribute", ClientMetadata],
      ["CustomMessage_Authentication", null],
    ]);
  });

  it("is asked for a reset by an administrator as for one by the user", async () => {
    const { UserPoolId, createUser, notes } = await poolWith("note(event.triggerSource); return event;");
    await createUser("ada");
    const permanent = { UserPoolId, Username: "ada", Password: password, Permanent: true };
    await pools.client.send(new AdminSetUserPasswordCommand(permanent));
    await pools.client.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: "ada" }));
    assert.deepEqual(notes(), ["CustomMessage_AdminCreateUser", "CustomMessage_ForgotPassword"]);
  });

  it("words an invitation only with both placeholders in it, and is ignored otherwise, of which the mail tells", async () => {
    const wording = (message: string) => `note(event.request.usernameParameter);
event.response.emailSubject = "Come in"; event.response.emailMessage = ${JSON.stringify(message)}; return event;`;
    const both = await poolWith(wording("{username} / {####}"));
    await both.createUser("ada");
    assert.equal(both.newest()?.subject, "Come in");
    assert.match(both.newest()?.text ?? "", /^ada \/ \S{8,}$/);
    assert.deepEqual(both.notes(), ["{username}"]);
    assert.deepEqual(both.newest()?.headers, []);
    const one = await poolWith(wording("only {####}"));
    await one.createUser("ada");
    assert.equal(one.newest()?.subject, "Come in");
    assert.deepEqual(one.newest()?.headers, [{ name: "X-Foyer-Ignored", value: "emailMessage lacks a placeholder" }]);

    assert.match(one.newest()?.text ?? "", /^Your username is ada and temporary password is /);
  });

  it("is ignored where it lacks the code's placeholder or is longer than AWS takes", async () => {
    for (const message of ["no code", `{####}${"x".repeat(19_995)}`]) {
      const { signUp, newest } = await poolWith(`event.response.emailMessage = ${JSON.stringify(message)}; return event;`);
      await signUp();
      assert.match(newest()?.text ?? "", /^Your confirmation code is \d{6}$/);
    }
    const { signUp, newest } = await poolWith(`event.response.emailMessage = "{####}" + "x".repeat(19994);
event.response.emailSubject = "s".repeat(141); return event;`);
    await signUp();
    assert.equal(newest()?.subject, "Your verification code");
    assert.equal(newest()?.html?.length, 20_000);
  });

  it("may not word mails that Cognito's own sender sends, unless the setting lets it", async () => {
    const refused = await poolWith(reword, { EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" } });
    await assert.rejects(refused.signUp(), { name: "InvalidLambdaResponseException" });
    const lenient = await startPools({ customEmailNeedsDeveloper: false });
    try {
      const { functionArn } = lenient.deploy("lenient", reword);
      const { ClientId } = await lenient.createPool({ LambdaConfig: { CustomMessage: functionArn } });
      const UserAttributes = emailOf(email);
      await lenient.client.send(new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes }));
      assert.equal(lenient.inbox.list({ to: email })[0]?.subject, "Hi");
    } finally {
      await lenient.stop();
    }
  });

  it("that fails fails the call, and leaves the user UNCONFIRMED without a message", async () => {
    const address = "failed@example.com";
    const { signUp, createUser, UserPoolId, ClientId, newest } = await poolWith(`throw new Error("no words");`);
    const failure = { name: "UserLambdaValidationException", message: "CustomMessage failed with error no words." };
    const statusOf = async (Username: string) =>
      (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus;
    await assert.rejects(signUp("ada", address), failure);
    assert.equal(await statusOf("ada"), "UNCONFIRMED");
    await assert.rejects(createUser("bob", address), failure);
    assert.equal(await statusOf("bob"), "FORCE_CHANGE_PASSWORD");
    assert.equal(newest(address), undefined);
    await assert.rejects(pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username: "ada" })), failure);
    await assert.rejects(pools.client.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode: "123456" })), {
      name: "ExpiredCodeException",
    });
  });

  it("that answers other than text is refused", async () => {
    const { signUp } = await poolWith("event.response.emailMessage = 7; return event;");
    await assert.rejects(signUp(), { name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" });
  });

  it("fills the placeholders of a text message of at most 140 characters", async () => {
    const phone = { Name: "phone_number", Value: "+15551234567" };
    const send = async (body: string, Username: string) => {
      const { ClientId } = await poolWith(body, { AutoVerifiedAttributes: ["phone_number"] });
      await pools.client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes: [phone] }));
      return pools.inbox.list({ to: phone.Value })[0]?.text ?? "";
    };
    assert.match(await send(`event.response.smsMessage = "Code {####}!"; return event;`, "ada"), /^Code \d{6}!$/);
    const long = `event.response.smsMessage = "{####}" + "x".repeat(135); return event;`;
    assert.match(await send(long, "bob"), /^Your verification code is \d{6}\.$/);
  });
});
