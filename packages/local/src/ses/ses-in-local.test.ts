import assert from "node:assert/strict";
import { test } from "node:test";
import { startLocal } from "../start-local.ts";

const mail = {
  FromEmailAddress: "hello@acme.com",
  Destination: { ToAddresses: ["ada@example.com"] },
  Content: { Simple: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hi" } } } },
};

test("sending events are events of the local EventBridge, and reset forgets who is suppressed", async () => {
  const local = await startLocal();
  try {
    const ses = (operation: string, input: object) => local.call("sesv2", operation, input);
    const ConfigurationSetName = "onboarding";
    await ses("CreateEmailIdentity", { EmailIdentity: "acme.com" });
    await ses("CreateConfigurationSet", { ConfigurationSetName });
    const EventBusArn = `arn:aws:events:${local.region}:${local.accountId}:event-bus/default`;
    await ses("CreateConfigurationSetEventDestination", {
      ConfigurationSetName,
      EventDestinationName: "bus",
      EventDestination: { Enabled: true, MatchingEventTypes: ["SEND", "BOUNCE"], EventBridgeDestination: { EventBusArn } },
    });
    await ses("PutSuppressedDestination", { EmailAddress: "ada@example.com", Reason: "COMPLAINT" });
    await ses("SendEmail", { ...mail, ConfigurationSetName });
    const seen = () => local.events.list().map(({ bus, source, detailType }) => [bus, source, detailType]);
    assert.deepEqual(seen(), [
      ["default", "aws.ses", "Email Bounced"],
      ["default", "aws.ses", "Email Sent"],
    ]);
    await local.reset();
    await ses("SendEmail", { ...mail, ConfigurationSetName });
    assert.deepEqual(seen(), [["default", "aws.ses", "Email Sent"]]);
    assert.equal(local.inbox.list().length, 1);
  } finally {
    await local.stop();
  }
});

test("the local AWS can be started in SES's sandbox", async () => {
  const local = await startLocal({ sandbox: true });
  try {
    await local.call("sesv2", "CreateEmailIdentity", { EmailIdentity: "acme.com" });
    await assert.rejects(local.call("sesv2", "SendEmail", mail), { name: "MessageRejected", message: /ada@example\.com$/ });
  } finally {
    await local.stop();
  }
});
