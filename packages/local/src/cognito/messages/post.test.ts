import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type CreateUserPoolRequest,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

const SourceArn = "arn:aws:ses:us-east-1:000000000000:identity/hello@acme.example";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools({ dailyEmailLimit: 3 });
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function signUp(pool: Partial<CreateUserPoolRequest>, name: string, attribute: "email" | "phone_number" = "email") {
  const { ClientId, UserPoolId } = await pools.createPool(pool);
  const to = attribute === "email" ? `${name}@example.com` : "+15551234567";
  const UserAttributes = [{ Name: attribute, Value: to }];
  await pools.client.send(new SignUpCommand({ ClientId, Username: name, Password: password, UserAttributes }));
  return { ClientId, UserPoolId, message: pools.inbox.list({ to })[0] };
}

describe("a message of a user pool", () => {
  it("comes from the pool's sender, with its reply address", async () => {
    const From = "Acme <hello@acme.example>";
    const EmailSendingAccount = "DEVELOPER";
    const EmailConfiguration = { EmailSendingAccount, SourceArn, From, ReplyToEmailAddress: "help@acme.example" } as const;
    const { message } = await signUp({ EmailConfiguration }, "named");
    assert.equal(message?.from, From);
    assert.deepEqual(message?.replyTo, ["help@acme.example"]);
    const plain = await signUp({ EmailConfiguration: { EmailSendingAccount, SourceArn } }, "plain");
    assert.equal(plain.message?.from, "hello@acme.example");
    assert.deepEqual(plain.message?.replyTo, []);
  });

  it("lies in the inbox under the phone number, marked as a text message, beside the mails", async () => {
    const { message } = await signUp({ AutoVerifiedAttributes: ["phone_number"] }, "phone", "phone_number");
    assert.equal(message?.medium, "sms");
    assert.deepEqual(message?.to, ["+15551234567"]);
    assert.equal(message?.html, undefined);
    const sent = pools.journal.of(message?.sub ?? "").find(({ type }) => type === "mail.sent");
    assert.deepEqual(sent?.data, { messageId: message?.messageId, subject: "", from: "NOTICE", medium: "sms" });
    assert.equal(message?.text, `Your verification code is ${message?.code}.`);
    const { message: mail } = await signUp({ EmailConfiguration: { SourceArn } }, "mail");
    assert.equal(mail?.medium, "email");
  });

  it("invites by both media, each in its own words", async () => {
    const InviteMessageTemplate = {
      SMSMessage: "{username}: {####}",
      EmailMessage: "<b>{username}</b> {####}",
      EmailSubject: "In",
    };
    const pool = { AdminCreateUserConfig: { InviteMessageTemplate }, EmailConfiguration: { SourceArn } };
    const { UserPoolId } = await pools.createPool(pool);
    const UserAttributes = [
      { Name: "email", Value: "both@example.com" },
      { Name: "phone_number", Value: "+15557654321" },
    ];
    const invite = { UserPoolId, Username: "both", UserAttributes, TemporaryPassword: "<Cor&rect-7>" };
    await pools.client.send(new AdminCreateUserCommand({ ...invite, DesiredDeliveryMediums: ["SMS", "EMAIL"] }));
    assert.equal(pools.inbox.list({ to: "+15557654321" })[0]?.text, "both: <Cor&rect-7>");
    const [mail] = pools.inbox.list({ to: "both@example.com" });
    assert.equal(mail?.subject, "In");
    assert.equal(mail?.html, "<b>both</b> &lt;Cor&amp;rect-7&gt;");
  });

  it("is not sent by Cognito's own sender beyond the day's limit, and the user stays UNCONFIRMED", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    const to = (name: string) => [{ Name: "email", Value: `${name}@example.com` }];
    const send = (Username: string) =>
      pools.client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes: to(Username) }));
    for (const name of ["one", "two", "three"]) await send(name);
    await assert.rejects(send("four"), { name: "LimitExceededException", message: /^Exceeded daily email limit/ });
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "four" }));
    assert.equal(user.UserStatus, "UNCONFIRMED");
    await signUp({ EmailConfiguration: { SourceArn, EmailSendingAccount: "DEVELOPER" } }, "own-sender");
    pools.clock.advance(86_400_000);
    await send("five");
  });
});
