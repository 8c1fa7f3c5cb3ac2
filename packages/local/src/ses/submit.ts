import { AwsError } from "../endpoint/aws-error.ts";
import type { Call } from "../endpoint/service.ts";
import { addressOf, checkAddress, mailboxOf } from "./address.ts";
import { noConfigurationSet } from "./configuration-sets.ts";
import type { OutgoingMail } from "./mail.ts";
import { decodeWords } from "./raw-message.ts";
import { publishSendingEvents, type SendingEvent } from "./sending-events.ts";
import type { Ses } from "./ses.ts";

/** SES's bound on the recipients of one message. */
const maxRecipients = 50;

export type Submission = Omit<OutgoingMail, "via" | "sub" | "invocationId"> & {
  /** Further addresses that SES wants verified: where bounces go. */
  returnPath?: string | undefined;
  /** The name of its configuration set. */
  configurationSet?: string | undefined;
  /** The mail is made of a template that could not be rendered: SES takes it and sends nothing. */
  renderingFailure?: { templateName: string; errorMessage: string } | undefined;
};

/** What the two APIs call the same faults. */
export interface ErrorNames {
  invalid: string;
  accountPaused: string;
  configurationSetPaused: string;
  noConfigurationSet: string;
}

export const v1Errors: ErrorNames = {
  invalid: "InvalidParameterValue",
  accountPaused: "AccountSendingPausedException",
  configurationSetPaused: "ConfigurationSetSendingPausedException",
  noConfigurationSet: "ConfigurationSetDoesNotExistException",
};

export const v2Errors: ErrorNames = {
  invalid: "BadRequestException",
  accountPaused: "SendingPausedException",
  configurationSetPaused: "SendingPausedException",
  noConfigurationSet: "NotFoundException",
};

/**
 * Checks a submission as SES does (addresses, how many, the configuration set, whether sending is paused, the identities), puts it into
 * the inbox of every recipient who is not suppressed, and publishes what became of it.
 * @returns the message id, also of a mail that nobody gets.
 * @throws {AwsError} those of `errors`, MessageRejected.
 */
export async function submit(ses: Ses, submission: Submission, call: Call, errors: ErrorNames): Promise<string> {
  const { returnPath, configurationSet, renderingFailure, ...mail } = await checked(ses, submission, errors);
  const { sub, invocationId } = call.caller;
  const everyone = [...mail.to, ...mail.cc, ...mail.bcc];
  const suppressed = everyone.filter((recipient) => ses.suppressionList.get(recipient));
  const reached = (recipients: string[]) => recipients.filter((recipient) => !suppressed.includes(recipient));
  const delivered = { ...mail, to: reached(mail.to), cc: reached(mail.cc), bcc: reached(mail.bcc), sub, invocationId };
  const withheldBecause = renderingFailure
    ? `the template could not be rendered: ${renderingFailure.errorMessage}`
    : suppressed.length === everyone.length && "the recipient is on the suppression list";
  const messageId = withheldBecause
    ? ses.inbox.withhold(delivered, withheldBecause)
    : ses.inbox.deliver({ ...delivered, via: "ses" });
  publishSendingEvents(ses, { ...mail, messageId, configurationSet, sub }, eventsOf(everyone, suppressed, renderingFailure));
  return messageId;
}

async function checked(ses: Ses, mail: Submission, errors: ErrorNames) {
  const { returnPath, replyTo = [] } = mail;
  const [to, cc, bcc] = [filled(mail.to), filled(mail.cc), filled(mail.bcc)];
  const recipients = [...to, ...cc, ...bcc];
  if (mail.from === "") throw new AwsError(errors.invalid, "Missing required header 'From'.");
  if (recipients.length === 0) throw new AwsError(errors.invalid, "Missing required header 'To'.");
  if (recipients.length > maxRecipients) throw new AwsError(errors.invalid, `Recipient count exceeds ${maxRecipients}.`);
  for (const address of [mail.from, ...recipients, ...replyTo]) checkAddress(address, errors.invalid);
  checkNotPaused(ses, mail.configurationSet, errors);
  checkVerified(ses, returnPath ? [mail.from, returnPath] : [mail.from], recipients);
  const decoded = (addresses: string[]) => Promise.all(addresses.map(decodeWords));
  return {
    ...mail,
    from: await decodeWords(mail.from),
    to: await decoded(to),
    cc: await decoded(cc),
    bcc: await decoded(bcc),
    replyTo: await decoded(replyTo),
  };
}

function eventsOf(everyone: string[], suppressed: string[], renderingFailure: Submission["renderingFailure"]): SendingEvent[] {
  if (renderingFailure) return [{ type: "RENDERING_FAILURE", ...renderingFailure }];
  const reached = everyone.filter((recipient) => !suppressed.includes(recipient));
  // SES counts a mail to a suppressed address as sent, and then as bounced.
  return [
    { type: "SEND" },
    ...(reached.length > 0 ? [{ type: "DELIVERY" as const, recipients: reached.map(addressOf) }] : []),
    ...(suppressed.length > 0 ? [{ type: "BOUNCE" as const, recipients: suppressed.map(addressOf) }] : []),
  ];
}

function checkNotPaused(ses: Ses, configurationSet: string | undefined, errors: ErrorNames): void {
  const set = configurationSet === undefined ? undefined : ses.configurationSets.get(configurationSet);
  if (configurationSet !== undefined && !set) throw new AwsError(errors.noConfigurationSet, noConfigurationSet(configurationSet));
  if (!ses.account.isSendingEnabled) throw new AwsError(errors.accountPaused, "Email sending is disabled for your account.");
  if (set && !set.sendingEnabled)
    throw new AwsError(errors.configurationSetPaused, `Email sending is disabled for configuration set <${set.name}>.`);
}

// SES ignores blank recipients and misses the header if no other is left.
function filled(addresses: string[] = []): string[] {
  return addresses.filter((address) => address.trim() !== "");
}

function checkVerified(ses: Ses, senders: string[], recipients: string[]): void {
  // The mailbox simulator may be written to from the sandbox, too.
  const wanted = recipients.filter((recipient) => !mailboxOf(recipient).endsWith("@simulator.amazonses.com"));
  const needed = ses.account.inSandbox ? [...senders, ...wanted] : senders;
  const failed = [...new Set(needed.filter((address) => !ses.identities.covers(address)).map(addressOf))];
  if (failed.length === 0) return;
  const where = `The following identities failed the check in region ${ses.region.toUpperCase()}: ${failed.join(", ")}`;
  throw new AwsError("MessageRejected", `Email address is not verified. ${where}`);
}

/** `[{ Name, Value }]` as SES's tags come, as a record. */
export function tagsOf(tags: { Name?: string | undefined; Value?: string | undefined }[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Name = "", Value = "" }) => [Name, Value]));
}
