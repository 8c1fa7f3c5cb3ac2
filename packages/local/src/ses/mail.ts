/** What a sender hands in. Addresses may carry a display name: `Acme <hello@acme.com>`. */
export interface OutgoingMail {
  from: string;
  to: string[];
  cc?: string[] | undefined;
  bcc?: string[] | undefined;
  replyTo?: string[] | undefined;
  subject: string;
  text?: string | undefined;
  html?: string | undefined;
  headers?: MailHeader[] | undefined;
  attachments?: Omit<MailAttachment, "size">[] | undefined;
  /** The MIME source, when the sender composed it. */
  raw?: Uint8Array | undefined;
  tags?: Record<string, string> | undefined;
  /** The user whom the sending invocation was about. */
  sub?: string | undefined;
  invocationId?: string | undefined;
  via: "cognito" | "ses";
}

/** A mail as the inbox keeps it, or a text message: `to` is a phone number then, and the subject empty. */
export interface Mail {
  messageId: string;
  medium: "email" | "sms";
  /** Milliseconds since the epoch; no two mails of one run share it, so it also orders them. */
  at: number;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  text?: string;
  html?: string;
  headers: MailHeader[];
  attachments: MailAttachment[];
  raw?: Uint8Array;
  tags: Record<string, string>;
  sub?: string;
  invocationId?: string;
  via: "cognito" | "ses";
  /** The six digits of a mail from Cognito that carries a verification code. */
  code?: string;
}

/** Names as sent, in the order sent, repeated ones included. */
export interface MailHeader {
  name: string;
  value: string;
}

export interface MailAttachment {
  name: string;
  /** MIME type. */
  type: string;
  /** Bytes of the decoded content. */
  size: number;
  content: Uint8Array;
  /** Without angle brackets; the HTML refers to it as `cid:…`. */
  contentId?: string | undefined;
}
