import { AwsError } from "../endpoint/aws-error.ts";
import type { Call } from "../endpoint/service.ts";
import { addressOf, checkAddress } from "./address.ts";
import type { OutgoingMail } from "./mail.ts";
import { decodeWords } from "./raw-message.ts";
import type { Ses } from "./ses.ts";

/** SES's bound on the recipients of one message. */
const maxRecipients = 50;

export type Submission = Omit<OutgoingMail, "via" | "sub" | "invocationId"> & {
  /** Further addresses that SES wants verified: where bounces go. */
  returnPath?: string | undefined;
};

/**
 * Checks a submission as SES does (addresses, then how many, then the sender's identity) and puts it into the inbox.
 * @param invalid what the API calls a bad parameter.
 * @throws {AwsError} `invalid`, MessageRejected.
 */
export async function submit(ses: Ses, { returnPath, ...mail }: Submission, call: Call, invalid: string): Promise<string> {
  const to = filled(mail.to);
  const cc = filled(mail.cc);
  const bcc = filled(mail.bcc);
  const { replyTo = [] } = mail;
  const recipients = [...to, ...cc, ...bcc];
  if (mail.from === "") throw new AwsError(invalid, "Missing required header 'From'.");
  if (recipients.length === 0) throw new AwsError(invalid, "Missing required header 'To'.");
  if (recipients.length > maxRecipients) throw new AwsError(invalid, `Recipient count exceeds ${maxRecipients}.`);
  for (const address of [mail.from, ...recipients, ...replyTo]) checkAddress(address, invalid);
  checkVerified(ses, returnPath ? [mail.from, returnPath] : [mail.from]);
  const decoded = (addresses: string[]) => Promise.all(addresses.map(decodeWords));
  return ses.inbox.deliver({
    ...mail,
    from: await decodeWords(mail.from),
    to: await decoded(to),
    cc: await decoded(cc),
    bcc: await decoded(bcc),
    replyTo: await decoded(replyTo),
    sub: call.caller.sub,
    invocationId: call.caller.invocationId,
    via: "ses",
  });
}

// SES ignores blank recipients and misses the header if no other is left.
function filled(addresses: string[] = []): string[] {
  return addresses.filter((address) => address.trim() !== "");
}

function checkVerified(ses: Ses, senders: string[]): void {
  const failed = [...new Set(senders.filter((sender) => !ses.identities.covers(sender)).map(addressOf))];
  if (failed.length === 0) return;
  const where = `The following identities failed the check in region ${ses.region.toUpperCase()}: ${failed.join(", ")}`;
  throw new AwsError("MessageRejected", `Email address is not verified. ${where}`);
}

/** `[{ Name, Value }]` as SES's tags come, as a record. */
export function tagsOf(tags: { Name?: string | undefined; Value?: string | undefined }[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Name = "", Value = "" }) => [Name, Value]));
}
