import assert from "node:assert/strict";
import { test } from "node:test";
import { SendEmailCommand as SendV1EmailCommand } from "@aws-sdk/client-ses";
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  CreateEmailIdentityCommand,
  DeleteConfigurationSetCommand,
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetConfigurationSetCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutAccountSendingAttributesCommand,
  PutConfigurationSetSendingOptionsCommand,
  PutSuppressedDestinationCommand,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2";
import { startSes } from "./test-ses.ts";

const Subject = { Data: "Hi" };
const Body = { Text: { Data: "Hi" } };
const mail = (over: object = {}) =>
  new SendEmailCommand({
    FromEmailAddress: "hello@acme.com",
    Destination: { ToAddresses: ["ada@example.com"] },
    Content: { Simple: { Subject, Body } },
    ...over,
  });
const v1Mail = () =>
  new SendV1EmailCommand({
    Source: "hello@acme.com",
    Destination: { ToAddresses: ["ada@example.com"] },
    Message: { Subject, Body },
  });

test("in the sandbox a recipient must be verified or of the mailbox simulator", async () => {
  await using ses = await startSes({ sandbox: true });
  const account = await ses.v2.send(new GetAccountCommand({}));
  assert.deepEqual([account.ProductionAccessEnabled, account.SendQuota?.Max24HourSend], [false, 200]);
  const where = "Email address is not verified. The following identities failed the check in region US-EAST-1:";
  const refused = { name: "MessageRejected", message: `${where} ada@example.com` };
  await assert.rejects(ses.v2.send(mail()), refused);
  await assert.rejects(ses.v1.send(v1Mail()), refused);
  await assert.rejects(ses.v2.send(mail({ FromEmailAddress: "eve@evil.com" })), {
    name: "MessageRejected",
    message: `${where} eve@evil.com, ada@example.com`,
  });
  await ses.v2.send(mail({ Destination: { ToAddresses: ["success@simulator.amazonses.com"] } }));
  await ses.v2.send(new CreateEmailIdentityCommand({ EmailIdentity: "ada@example.com" }));
  await ses.v2.send(mail());
  assert.equal(ses.inbox.list().length, 2);
});

test("a paused account sends nothing until it is resumed", async () => {
  await using ses = await startSes();
  await ses.v2.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
  assert.equal((await ses.v2.send(new GetAccountCommand({}))).SendingEnabled, false);
  await assert.rejects(ses.v2.send(mail()), { name: "SendingPausedException" });
  await assert.rejects(ses.v1.send(v1Mail()), { name: "AccountSendingPausedException" });
  await ses.v2.send(new PutAccountSendingAttributesCommand({ SendingEnabled: true }));
  await ses.v2.send(mail());
  assert.equal(ses.inbox.list().length, 1);
});

test("a mail to suppressed recipients is taken, journalled and sent to the others only", async () => {
  await using ses = await startSes();
  await ses.v2.send(new PutSuppressedDestinationCommand({ EmailAddress: "Ada@example.com", Reason: "BOUNCE" }));
  const { MessageId } = await ses.worker.send(mail());
  assert.ok(MessageId);
  assert.equal(ses.inbox.list().length, 0);
  const [entry] = ses.journal.of("sub-1");
  assert.equal(entry?.type, "mail.withheld");
  assert.deepEqual(entry?.data, {
    messageId: MessageId,
    subject: "Hi",
    from: "hello@acme.com",
    reason: "the recipient is on the suppression list",
  });
  await ses.v2.send(mail({ Destination: { ToAddresses: ["ada@example.com", "bob@example.com"] } }));
  assert.deepEqual(ses.inbox.list()[0]?.to, ["bob@example.com"]);
});

test("the suppression list is read, listed by reason in pages, and shortened", async () => {
  await using ses = await startSes();
  const put = (EmailAddress: string, Reason: "BOUNCE" | "COMPLAINT") =>
    ses.v2.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason }));
  await put("b@example.com", "BOUNCE");
  await put("a@example.com", "COMPLAINT");
  await put("c@example.com", "BOUNCE");
  const got = await ses.v2.send(new GetSuppressedDestinationCommand({ EmailAddress: "A@example.com" }));
  assert.equal(got.SuppressedDestination?.Reason, "COMPLAINT");
  const addresses = async (over: object) => {
    const page = await ses.v2.send(new ListSuppressedDestinationsCommand(over));
    return [page.SuppressedDestinationSummaries?.map(({ EmailAddress }) => EmailAddress), page.NextToken];
  };
  assert.deepEqual(await addresses({ Reasons: ["BOUNCE"] }), [["b@example.com", "c@example.com"], undefined]);
  assert.deepEqual(await addresses({ PageSize: 2 }), [["a@example.com", "b@example.com"], "b@example.com"]);
  assert.deepEqual(await addresses({ PageSize: 2, NextToken: "b@example.com" }), [["c@example.com"], undefined]);
  const remove = () => ses.v2.send(new DeleteSuppressedDestinationCommand({ EmailAddress: "a@example.com" }));
  await remove();
  const missing = {
    name: "NotFoundException",
    message: "Email address a@example.com does not exist on your suppression list.",
  };
  await assert.rejects(remove(), missing);
  await assert.rejects(ses.v2.send(new GetSuppressedDestinationCommand({ EmailAddress: "a@example.com" })), missing);
});

test("a configuration set must exist, and can be paused by itself", async () => {
  await using ses = await startSes();
  const set = { ConfigurationSetName: "onboarding" };
  const missing = { name: "NotFoundException", message: "Configuration set <onboarding> does not exist." };
  await assert.rejects(ses.v2.send(mail(set)), missing);
  await ses.v2.send(new CreateConfigurationSetCommand(set));
  await assert.rejects(ses.v2.send(new CreateConfigurationSetCommand(set)), { name: "AlreadyExistsException" });
  await ses.v2.send(mail(set));
  await ses.v2.send(new PutConfigurationSetSendingOptionsCommand({ ...set, SendingEnabled: false }));
  const got = await ses.v2.send(new GetConfigurationSetCommand(set));
  assert.equal(got.SendingOptions?.SendingEnabled, false);
  await assert.rejects(ses.v2.send(mail(set)), { name: "SendingPausedException" });
  await ses.v2.send(mail());
  await ses.v2.send(new DeleteConfigurationSetCommand(set));
  await assert.rejects(ses.v2.send(new DeleteConfigurationSetCommand(set)), missing);
});

test("an event destination hears what became of a mail, with its tags and its user", async () => {
  await using ses = await startSes();
  const set = { ConfigurationSetName: "onboarding" };
  await ses.v2.send(new CreateConfigurationSetCommand(set));
  const destination = (EventBusArn: string) =>
    new CreateConfigurationSetEventDestinationCommand({
      ...set,
      EventDestinationName: "bus",
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ["SEND", "DELIVERY", "BOUNCE"],
        EventBridgeDestination: { EventBusArn },
      },
    });
  const bus = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  await assert.rejects(ses.v2.send(destination(bus.replace("default", "other"))), { name: "BadRequestException" });
  await ses.v2.send(destination(bus));
  await assert.rejects(ses.v2.send(destination(bus)), { name: "AlreadyExistsException" });

  await ses.worker.send(mail({ ...set, EmailTags: [{ Name: "step", Value: "welcome" }] }));
  assert.deepEqual(
    ses.published.map(({ bus, detailType, sub }) => [bus, detailType, sub]),
    [
      [bus, "Email Sent", "sub-1"],
      [bus, "Email Delivered", "sub-1"],
    ],
  );
  assert.ok(ses.published[1]);
  const { mail: about, delivery } = ses.published[1].detail;
  assert.deepEqual(about.tags, { step: ["welcome"], "ses:configuration-set": ["onboarding"] });
  assert.deepEqual([about.messageId, delivery.recipients], [ses.inbox.list()[0]?.messageId, ["ada@example.com"]]);

  ses.published.length = 0;
  await ses.v2.send(new PutSuppressedDestinationCommand({ EmailAddress: "ada@example.com", Reason: "BOUNCE" }));
  await ses.v2.send(mail(set));
  await ses.v2.send(mail());
  assert.deepEqual(
    ses.published.map(({ detailType }) => detailType),
    ["Email Sent", "Email Bounced"],
  );
  assert.equal(ses.published[1]?.detail.bounce.bounceSubType, "OnAccountSuppressionList");
});
