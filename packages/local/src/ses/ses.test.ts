import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  GetSendQuotaCommand,
  ListIdentitiesCommand,
  SESClient,
  SendEmailCommand,
  SendRawEmailCommand,
  VerifyEmailIdentityCommand,
} from "@aws-sdk/client-ses";
import {
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  GetAccountCommand,
  GetEmailIdentityCommand,
  ListEmailIdentitiesCommand,
  SESv2Client,
  SendEmailCommand as SendEmailV2Command,
} from "@aws-sdk/client-sesv2";
import { createTransport } from "nodemailer";
import { Clock } from "../clock.ts";
import { type Endpoint, startEndpoint } from "../endpoint/endpoint.ts";
import { Journal } from "../journal/journal.ts";
import { Store } from "../store/store.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import { createSes, sesService, sesv2Service } from "./ses.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const messageIdForm = /^0100[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-000000$/;

describe("SES", () => {
  let store: Store;
  let journal: Journal;
  let inbox: Inbox;
  let endpoint: Endpoint;
  let ses: SESClient;
  let sesv2: SESv2Client;

  before(async () => {
    store = new Store(":memory:");
    const clock = new Clock();
    journal = new Journal(store, clock);
    inbox = createInbox({ store, clock, journal });
    const services = createSes({ store, clock, inbox, region: "us-east-1", accountId: "000000000000", publish: () => {} });
    endpoint = await startEndpoint({
      port: 0,
      store,
      services: [sesService(services), sesv2Service(services)],
      rawServices: [],
      identify: (accessKeyId) =>
        accessKeyId === "ASIAWORKER"
          ? { kind: "function", functionName: "worker", invocationId: "i-1", sub: "sub-1" }
          : undefined,
    });
    const config = { endpoint: endpoint.url, region: "us-east-1", credentials, maxAttempts: 1 };
    ses = new SESClient(config);
    sesv2 = new SESv2Client(config);
    await ses.send(new VerifyEmailIdentityCommand({ EmailAddress: "hello@acme.com" }));
    await sesv2.send(new CreateEmailIdentityCommand({ EmailIdentity: "Example.org" }));
  });
  after(async () => {
    ses.destroy();
    sesv2.destroy();
    await endpoint.stop();
    store.close();
  });
  beforeEach(() => inbox.clear());

  const message = (subject: string) => ({
    Subject: { Data: subject },
    Body: { Text: { Data: "text" }, Html: { Data: "<p>html</p>" } },
  });
  const simple = (over: object) =>
    new SendEmailCommand({
      Source: "hello@acme.com",
      Destination: { ToAddresses: ["ada@example.com"] },
      Message: message("s"),
      ...over,
    });
  const simpleV2 = (over: object) =>
    new SendEmailV2Command({
      FromEmailAddress: "hello@acme.com",
      Destination: { ToAddresses: ["ada@example.com"] },
      Content: { Simple: message("s") },
      ...over,
    });

  it("v1 SendEmail puts text, HTML, copies, reply addresses and tags into the inbox", async () => {
    const { MessageId = "" } = await ses.send(
      simple({
        Source: "=?UTF-8?Q?Acm=C3=A9?= <hello@acme.com>",
        Destination: { ToAddresses: ["Ada <Ada@Example.com>"], CcAddresses: ["c@x.co"], BccAddresses: ["b@x.co"] },
        ReplyToAddresses: ["help@acme.com"],
        Message: message("Willkommen, Zoë & Ægir 🎉"),
        Tags: [{ Name: "kind", Value: "welcome" }],
      }),
    );
    assert.match(MessageId, messageIdForm);
    const mail = inbox.get(MessageId);
    assert.ok(mail);
    const { at, ...rest } = mail;
    assert.ok(Math.abs(at - Date.now()) < 60_000);
    assert.deepEqual(rest, {
      messageId: MessageId,
      medium: "email",
      from: "Acmé <hello@acme.com>",
      to: ["Ada <Ada@Example.com>"],
      cc: ["c@x.co"],
      bcc: ["b@x.co"],
      replyTo: ["help@acme.com"],
      subject: "Willkommen, Zoë & Ægir 🎉",
      text: "text",
      html: "<p>html</p>",
      headers: [],
      attachments: [],
      tags: { kind: "welcome" },
      via: "ses",
    });
    for (const to of ["ada@example.com", "ADA@EXAMPLE.COM", "Somebody <ada@example.com>", "b@x.co", "c@x.co"])
      assert.equal(inbox.list({ to }).length, 1, to);
    assert.equal(inbox.list({ to: "help@acme.com" }).length, 0);
  });

  it("files a function's mail under the user whom its invocation is about", async () => {
    const worker = new SESv2Client({
      endpoint: endpoint.url,
      region: "us-east-1",
      credentials: { accessKeyId: "ASIAWORKER", secretAccessKey: "x", sessionToken: "y" },
    });
    const { MessageId = "" } = await worker.send(simpleV2({}));
    worker.destroy();
    assert.deepEqual([inbox.get(MessageId)?.sub, inbox.get(MessageId)?.invocationId], ["sub-1", "i-1"]);
    const [entry] = journal.of("sub-1");
    assert.equal(entry?.type, "mail.sent");
    assert.deepEqual(entry?.data, { messageId: MessageId, subject: "s", from: "hello@acme.com", medium: "email" });
    assert.equal(entry?.invocationId, "i-1");
  });

  it("v2 SendEmail takes simple content with headers, attachments, tags and list management", async () => {
    const { MessageId = "" } = await sesv2.send(
      simpleV2({
        FromEmailAddress: "News <news@mail.example.org>",
        ReplyToAddresses: ["help@acme.com"],
        EmailTags: [{ Name: "kind", Value: "tips" }],
        ListManagementOptions: { ContactListName: "all" },
        Content: {
          Simple: {
            ...message("tips"),
            Headers: [{ Name: "List-Unsubscribe", Value: "<https://acme.com/u>" }],
            Attachments: [{ FileName: "tips.bin", RawContent: new Uint8Array([0, 255, 7]), ContentType: "application/x-tips" }],
          },
        },
      }),
    );
    const mail = inbox.get(MessageId);
    assert.deepEqual(mail?.headers, [{ name: "List-Unsubscribe", value: "<https://acme.com/u>" }]);
    assert.deepEqual(
      mail?.attachments.map(({ name, type, size, content }) => [name, type, size, [...content]]),
      [["tips.bin", "application/x-tips", 3, [0, 255, 7]]],
    );
    assert.deepEqual([mail?.tags, mail?.replyTo], [{ kind: "tips" }, ["help@acme.com"]]);
  });

  it("takes a raw message as nodemailer sends it: encoded headers, inline image, attachment, blind copy", async () => {
    const transport = createTransport({ SES: { sesClient: sesv2, SendEmailCommand: SendEmailV2Command } } as never);
    const info = (await transport.sendMail({
      from: { name: "Acmé Größe", address: "hello@acme.com" },
      to: "Žofie <zofie@example.com>",
      bcc: "hidden@example.com",
      subject: "Herzlich willkommen – 你好",
      text: "Grüße",
      html: '<p>Grüße <img src="cid:logo"></p>',
      headers: { "X-Kind": "welcome" },
      attachments: [
        { filename: "Übersicht.txt", content: "Inhalt ä", contentType: "text/plain" },
        { filename: "logo.png", content: Buffer.from([1, 2, 3]), cid: "logo" },
      ],
    })) as unknown as { response: string };
    const mail = inbox.get(info.response);
    assert.ok(mail, "nodemailer was told the message id");
    assert.deepEqual(
      [mail.from, mail.to, mail.cc, mail.bcc, mail.subject, mail.text?.trim()],
      [
        "Acmé Größe <hello@acme.com>",
        ["Žofie <zofie@example.com>"],
        [],
        ["hidden@example.com"],
        "Herzlich willkommen – 你好",
        "Grüße",
      ],
    );
    assert.match(mail.html ?? "", /cid:logo/);
    assert.ok(mail.headers.some(({ name, value }) => name === "X-Kind" && value === "welcome"));
    const byName = Object.fromEntries(mail.attachments.map((attachment) => [attachment.name, attachment]));
    assert.equal(Buffer.from(byName["Übersicht.txt"]?.content ?? []).toString(), "Inhalt ä");
    assert.deepEqual([byName["logo.png"]?.contentId, byName["logo.png"]?.size], ["logo", 3]);
    assert.match(Buffer.from(mail.raw ?? []).toString(), /^From: =\?UTF-8\?/m);
    assert.equal(inbox.list({ to: "hidden@example.com" }).length, 1);
  });

  it("v1 SendRawEmail delivers to its destinations, else to those in the headers", async () => {
    const Data = Buffer.from("From: hello@acme.com\r\nTo: ada@example.com\r\nCc: cy@example.com\r\nSubject: raw\r\n\r\nbody\r\n");
    const toHeaders = await ses.send(new SendRawEmailCommand({ RawMessage: { Data } }));
    assert.deepEqual(
      [inbox.get(toHeaders.MessageId ?? "")?.to, inbox.get(toHeaders.MessageId ?? "")?.cc],
      [["ada@example.com"], ["cy@example.com"]],
    );
    const named = await ses.send(
      new SendRawEmailCommand({ RawMessage: { Data }, Destinations: ["CY@example.com", "other@example.com"] }),
    );
    const mail = inbox.get(named.MessageId ?? "");
    assert.deepEqual([mail?.to, mail?.cc, mail?.bcc], [[], ["cy@example.com"], ["other@example.com"]]);
    assert.equal(inbox.list({ to: "ada@example.com" }).length, 1);
  });

  it("refuses a sender whose address and domain are not verified, as MessageRejected", async () => {
    const rejected = {
      name: "MessageRejected",
      message: "Email address is not verified. The following identities failed the check in region US-EAST-1: eve@evil.com",
    };
    await assert.rejects(ses.send(simple({ Source: "Eve <eve@evil.com>" })), rejected);
    await assert.rejects(sesv2.send(simpleV2({ FromEmailAddress: "eve@evil.com" })), rejected);
    await assert.rejects(sesv2.send(simpleV2({ FeedbackForwardingEmailAddress: "eve@evil.com" })), rejected);
    const Data = Buffer.from("From: eve@evil.com\r\nTo: ada@example.com\r\n\r\nbody\r\n");
    await assert.rejects(ses.send(new SendRawEmailCommand({ RawMessage: { Data }, Source: "hello@acme.com" })), rejected);
    await assert.rejects(ses.send(simple({ Source: "eve@acme.com" })), { name: "MessageRejected" });
    assert.equal(inbox.list().length, 0);
    await ses.send(simple({ Source: "hello+tag@ACME.com" }));
    await ses.send(simple({ Source: "anybody@sub.example.ORG" }));
    assert.equal(inbox.list().length, 2);
  });

  it("refuses no recipient, more than fifty, and addresses that are none, in SES's words", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `u${index}@example.com`);
    const cases: [object, string][] = [
      [{ Destination: { ToAddresses: [] } }, "Missing required header 'To'."],
      [{ Destination: { ToAddresses: [""] } }, "Missing required header 'To'."],
      [{ Destination: { ToAddresses: many(26), BccAddresses: many(25) } }, "Recipient count exceeds 50."],
      [{ Destination: { ToAddresses: ["ada"] } }, "Missing final '@domain'"],
      [{ Destination: { ToAddresses: ["@example.com"] } }, "Missing local name"],
      [{ Destination: { ToAddresses: ["a b@example.com"] } }, "Local address contains control or whitespace"],
      [{ Destination: { ToAddresses: ["ada@exa mple.com"] } }, "Domain contains control or whitespace"],
      [{ Destination: { ToAddresses: ["ada@example..com"] } }, "Domain contains dot-dot"],
      [{ Destination: { ToAddresses: ["Ada <ada@example.com"] } }, "Missing '>'"],
      [{ Destination: { ToAddresses: ["ada@example.com\r\nBcc: x@y.z"] } }, "Local address contains control or whitespace"],
      [{ ReplyToAddresses: ["nobody"] }, "Missing final '@domain'"],
    ];
    for (const [over, text] of cases) {
      await assert.rejects(ses.send(simple(over)), { name: "InvalidParameterValue", message: text });
      await assert.rejects(sesv2.send(simpleV2(over)), { name: "BadRequestException", message: text });
    }
    await ses.send(simple({ Destination: { ToAddresses: many(50) } }));
    await assert.rejects(ses.send(simple({ Source: undefined })), {
      message: /Value null at 'source' failed to satisfy constraint/,
    });
    await assert.rejects(sesv2.send(simpleV2({ FromEmailAddress: undefined })), { message: "Missing required header 'From'." });
  });

  it("refuses raw bytes that are no message, and survives them", async () => {
    const hostile = [
      Buffer.alloc(0),
      Buffer.alloc(100_000, 0xff),
      Buffer.from(
        `From: hello@acme.com\r\nTo: a@b.co\r\n${"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(2000)}`,
      ),
      Buffer.from(`${"X-H: a\r\n".repeat(400_000)}\r\n`),
    ];
    for (const Data of hostile) {
      await assert.rejects(
        sesv2.send(simpleV2({ FromEmailAddress: undefined, Destination: undefined, Content: { Raw: { Data } } })),
        {
          name: "BadRequestException",
        },
      );
    }
    await sesv2.send(simpleV2({}));
  });

  it("keeps identities: creates, gets, lists in pages and deletes them", async () => {
    await assert.rejects(sesv2.send(new CreateEmailIdentityCommand({ EmailIdentity: "EXAMPLE.org" })), {
      name: "AlreadyExistsException",
    });
    const created = await sesv2.send(new CreateEmailIdentityCommand({ EmailIdentity: "team@acme.com" }));
    assert.deepEqual([created.IdentityType, created.VerifiedForSendingStatus], ["EMAIL_ADDRESS", true]);
    const got = await sesv2.send(new GetEmailIdentityCommand({ EmailIdentity: "team@acme.com" }));
    assert.equal(got.VerificationStatus, "SUCCESS");
    const first = await sesv2.send(new ListEmailIdentitiesCommand({ PageSize: 2 }));
    const second = await sesv2.send(new ListEmailIdentitiesCommand({ PageSize: 2, NextToken: first.NextToken }));
    const names = [...(first.EmailIdentities ?? []), ...(second.EmailIdentities ?? [])].map(({ IdentityName }) => IdentityName);
    assert.deepEqual(names, ["example.org", "hello@acme.com", "team@acme.com"]);
    assert.equal(second.NextToken, undefined);
    const v1 = await ses.send(new ListIdentitiesCommand({ IdentityType: "Domain" }));
    assert.deepEqual(v1.Identities, ["example.org"]);
    await sesv2.send(new DeleteEmailIdentityCommand({ EmailIdentity: "team@acme.com" }));
    await assert.rejects(sesv2.send(new GetEmailIdentityCommand({ EmailIdentity: "team@acme.com" })), {
      name: "NotFoundException",
    });
    await assert.rejects(sesv2.send(new DeleteEmailIdentityCommand({ EmailIdentity: "team@acme.com" })), {
      name: "NotFoundException",
    });
    await assert.rejects(sesv2.send(new CreateEmailIdentityCommand({ EmailIdentity: "not a domain" })), {
      name: "BadRequestException",
    });
  });

  it("reports an account out of the sandbox with what was sent today", async () => {
    await ses.send(simple({}));
    const account = await sesv2.send(new GetAccountCommand({}));
    assert.deepEqual([account.ProductionAccessEnabled, account.SendQuota?.SentLast24Hours], [true, 1]);
    assert.equal((await ses.send(new GetSendQuotaCommand({}))).SentLast24Hours, 1);
  });
});
