import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Channel } from "./code-delivery.ts";
import type { MessageSource } from "./purposes.ts";

/** What a message is made of before its placeholders are filled; a text message has no subject. */
export interface Template {
  subject: string;
  /** HTML for an e-mail. */
  body: string;
}

/** The pool's own wording of a message, with Cognito's where the pool has none. */
export function templateOf(cognito: Cognito, pool: UserPool, source: MessageSource, { attribute }: Channel): Template {
  if (attribute === "phone_number") return { subject: "", body: textMessage(pool, source) };
  if (source === "AdminCreateUser") {
    const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate;
    return {
      subject: template?.EmailSubject ?? "Your temporary password",
      body: template?.EmailMessage ?? "Your username is {username} and temporary password is {####}.",
    };
  }
  if (source === "Authentication") {
    const { Subject, Message } = cognito.mfa.pools.emailMessageOf(pool);
    return { subject: Subject ?? "Your authentication code", body: Message ?? "Your authentication code is {####}." };
  }
  return verificationTemplate(pool, source);
}

/** True if the message confirms by a link that it holds, and not by a code that the user types. */
export function confirmsByLink(pool: UserPool, source: MessageSource, { attribute }: Pick<Channel, "attribute">): boolean {
  const option = pool.settings.VerificationMessageTemplate?.DefaultEmailOption;
  return option === "CONFIRM_WITH_LINK" && attribute === "email" && (source === "SignUp" || source === "ResendCode");
}

function verificationTemplate(pool: UserPool, source: MessageSource): Template {
  const { settings } = pool;
  const template = settings.VerificationMessageTemplate;
  if (confirmsByLink(pool, source, { attribute: "email" })) {
    return {
      subject: template?.EmailSubjectByLink ?? "Your verification link",
      body: template?.EmailMessageByLink ?? "Please click the link below to verify your email address. {##Verify Email##}",
    };
  }
  return {
    subject: template?.EmailSubject ?? settings.EmailVerificationSubject ?? "Your verification code",
    body: template?.EmailMessage ?? settings.EmailVerificationMessage ?? "Your confirmation code is {####}",
  };
}

function textMessage({ settings }: UserPool, source: MessageSource): string {
  switch (source) {
    case "AdminCreateUser":
      return (
        settings.AdminCreateUserConfig?.InviteMessageTemplate?.SMSMessage ??
        "Your username is {username} and temporary password is {####}."
      );
    case "Authentication":
      return settings.SmsAuthenticationMessage ?? "Your authentication code is {####}.";
    default:
      return (
        settings.VerificationMessageTemplate?.SmsMessage ?? settings.SmsVerificationMessage ?? "Your verification code is {####}."
      );
  }
}
