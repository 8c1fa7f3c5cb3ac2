import type { Address, Attachment, Email } from "postal-mime";
import { AwsError } from "../endpoint/aws-error.ts";
import type { OutgoingMail } from "./mail.ts";

/** What a MIME message says of itself; `from` is empty if it has no such header. */
export type RawMessage = Required<
  Pick<OutgoingMail, "from" | "to" | "cc" | "bcc" | "replyTo" | "subject" | "headers" | "attachments">
> &
  Pick<OutgoingMail, "text" | "html">;

// Far above any mail, low enough that hostile bytes cannot hold up the process.
const parserLimits = { maxNestingDepth: 50, maxHeadersSize: 256 * 1024 };

/**
 * Parses a MIME message, encoded headers decoded.
 * @throws {AwsError} `errorName` if it nests too deep or its headers are too long to be a mail.
 */
export async function parseRawMessage(raw: Uint8Array, errorName: string): Promise<RawMessage> {
  // Loaded on first use: most runs send no raw mail.
  const { default: PostalMime } = await import("postal-mime");
  let email: Email;
  try {
    email = await PostalMime.parse(raw, parserLimits);
  } catch {
    throw new AwsError(errorName, "The message could not be parsed as MIME");
  }
  return {
    from: formatted(email.from ? [email.from] : [])[0] ?? "",
    to: formatted(email.to),
    cc: formatted(email.cc),
    bcc: formatted(email.bcc),
    replyTo: formatted(email.replyTo),
    subject: email.subject ?? "",
    text: email.text,
    html: email.html,
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: email.attachments.map(toAttachment),
  };
}

/** Decodes RFC 2047 encoded words, as a sender must write a display name that is not ASCII. */
export async function decodeWords(text: string): Promise<string> {
  if (!text.includes("=?")) return text;
  const postalMime = await import("postal-mime");
  return postalMime.decodeWords(text);
}

function formatted(addresses: Address[] = []): string[] {
  return addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address = "" }) => (name ? `${name} <${address}>` : address));
}

function toAttachment({ filename, mimeType, content, contentId }: Attachment, index: number) {
  return {
    name: filename ?? `attachment-${index + 1}`,
    type: mimeType,
    content: typeof content === "string" ? Buffer.from(content) : new Uint8Array(content),
    contentId: contentId?.replace(/^<|>$/g, ""),
  };
}
