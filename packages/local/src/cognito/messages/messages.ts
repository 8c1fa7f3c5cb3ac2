import type { UserPool } from "../pools/user-pools.ts";
import type { Channel } from "./code-delivery.ts";

/** What Cognito writes to a user. */
export interface Message {
  subject: string;
  html: string;
  text: string;
}

/** The inbox as far as the user pools need it. */
export interface Outbox {
  /** Keeps the mail; joins the `store.write` it is called in. */
  deliver(mail: Message & { via: "cognito"; from: string; to: string[]; sub: string }): unknown;
}

/** The message with a code, as the pool words it; the same for a sign-up and a password reset. */
export function verificationMessage(pool: UserPool, { attribute }: Channel, code: string): Message {
  const { settings } = pool;
  const template = settings.VerificationMessageTemplate;
  const body =
    attribute === "email"
      ? (template?.EmailMessage ?? settings.EmailVerificationMessage ?? "Your confirmation code is {####}")
      : (template?.SmsMessage ?? settings.SmsVerificationMessage ?? "Your verification code is {####}.");
  return message(template?.EmailSubject ?? settings.EmailVerificationSubject ?? "Your verification code", body, {
    "{####}": code,
  });
}

/** The message with which an administrator's new user learns the temporary password. */
export function invitationMessage(pool: UserPool, { attribute }: Channel, username: string, password: string): Message {
  const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate;
  const body =
    (attribute === "email" ? template?.EmailMessage : template?.SMSMessage) ??
    "Your username is {username} and temporary password is {####}.";
  return message(template?.EmailSubject ?? "Your temporary password", body, { "{username}": username, "{####}": password });
}

/** Hands a message to the inbox, a text message too: its recipient is then the phone number. */
export function send(outbox: Outbox, pool: UserPool, { destination }: Channel, sub: string, written: Message): void {
  const from = pool.settings.EmailConfiguration?.From ?? "no-reply@verificationemail.com";
  outbox.deliver({ ...written, via: "cognito", from, to: [destination], sub });
}

/** Cognito's templates are HTML: what stands in for a placeholder is data and gets escaped there. */
function message(subject: string, template: string, values: Record<string, string>): Message {
  return {
    subject,
    html: fill(template, values, escapeHtml),
    text: fill(template.replace(/<[^>]*>/g, ""), values, (value) => value),
  };
}

function fill(template: string, values: Record<string, string>, write: (value: string) => string): string {
  return template.replace(/\{(?:####|username)\}/g, (placeholder) => write(values[placeholder] ?? placeholder));
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
