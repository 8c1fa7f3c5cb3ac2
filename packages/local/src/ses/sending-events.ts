import { addressOf } from "./address.ts";
import type { Ses } from "./ses.ts";
import type { Submission } from "./submit.ts";

/** What becomes of a mail, in the words of event destinations, with what SES says of it. */
export type SendingEvent =
  | { type: "SEND" }
  | { type: "DELIVERY"; recipients: string[] }
  | { type: "BOUNCE"; recipients: string[] }
  | { type: "RENDERING_FAILURE"; templateName: string; errorMessage: string };

const names = {
  SEND: { detailType: "Email Sent", eventType: "Send" },
  DELIVERY: { detailType: "Email Delivered", eventType: "Delivery" },
  BOUNCE: { detailType: "Email Bounced", eventType: "Bounce" },
  RENDERING_FAILURE: { detailType: "Email Rendering Failed", eventType: "Rendering Failure" },
} as const;

/** Puts what becomes of a mail on the buses that its configuration set names, with the mail's tags. */
export function publishSendingEvents(ses: Ses, mail: SubmittedMail, sent: SendingEvent[]): void {
  const set = mail.configurationSet === undefined ? undefined : ses.configurationSets.get(mail.configurationSet);
  if (!set) return;
  const resources = [`arn:aws:ses:${ses.region}:${ses.accountId}:configuration-set/${set.name}`];
  for (const { eventTypes, eventBusArn } of set.destinations.filter(({ enabled }) => enabled)) {
    for (const event of sent.filter(({ type }) => eventTypes.includes(type))) {
      const { detailType, eventType } = names[event.type];
      const detail = { eventType, mail: mailDetail(ses, set.name, mail), ...eventDetail(ses, event) };
      ses.publish(eventBusArn, { source: "aws.ses", detailType, detail, resources, sub: mail.sub });
    }
  }
}

type SubmittedMail = Submission & { messageId: string; sub: string | undefined };

function mailDetail(ses: Ses, set: string, mail: SubmittedMail): Record<string, unknown> {
  const { messageId, from, to, cc = [], bcc = [], subject, tags = {} } = mail;
  return {
    timestamp: new Date(ses.clock.now()).toISOString(),
    source: addressOf(from),
    sendingAccountId: ses.accountId,
    messageId,
    destination: [...to, ...cc, ...bcc].map(addressOf),
    commonHeaders: { from: [from], to, subject, messageId },
    tags: {
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
      "ses:configuration-set": [set],
    },
  };
}

function eventDetail(ses: Ses, event: SendingEvent): Record<string, unknown> {
  const timestamp = new Date(ses.clock.now()).toISOString();
  if (event.type === "SEND") return { send: {} };
  if (event.type === "DELIVERY") return { delivery: { timestamp, recipients: event.recipients } };
  if (event.type === "RENDERING_FAILURE")
    return { failure: { templateName: event.templateName, errorMessage: event.errorMessage } };
  return {
    bounce: {
      bounceType: "Permanent",
      bounceSubType: "OnAccountSuppressionList",
      bouncedRecipients: event.recipients.map((emailAddress) => ({ emailAddress })),
      timestamp,
    },
  };
}
