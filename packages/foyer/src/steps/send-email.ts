import { arn } from "../onboarding/arn.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepSkipped } from "../onboarding/errors.ts";
import { foyerTags, mailTags } from "../onboarding/mail-tags.ts";
import type { IfUnknown, Step } from "../onboarding/step.ts";
import type { Attachments, MailContent } from "./mail.ts";
import { mailAddress } from "./mail-address.ts";

export type SendEmailOptions = MailContent & MailKind & MailEnvelope;

interface MailEnvelope {
  /** The sender as a mail shows it: `"Acme <hello@acme.com>"`. SES must know the address or its domain. */
  from: string;
  replyTo?: string;
  attachments?: Attachments;
  /** For statistics and sending events, beside those of Foyer, which every mail has. Letters, digits, `_` and `-`; no personal data. */
  tags?: Readonly<Record<string, string>>;
  /** The name of SES's configuration set. With its events on EventBridge, a mail whose reply was lost is known by them: see `ifUnknown`. */
  configurationSet?: string;
  /**
   * SES has no memory: after a lost reply or a crash nobody can tell whether a mail went out. `resend`: perhaps twice. `assume-sent`:
   * perhaps never.
   */
  ifUnknown: IfUnknown;
}

/** What the user did asks for a transactional mail; any other is marketing, and can be ended by one click. */
type MailKind =
  | { kind?: "transactional"; unsubscribe?: never }
  | {
      kind: "marketing";
      /**
       * The HTTPS address where one request ends these mails: mail programs show a button for it (RFC 8058). Put a link into the mail too.
       */
      unsubscribe: (user: ConfirmedUser) => string;
    };

/** Sends a mail to the user's e-mail address through SES. A user without one is skipped. */
export function sendEmail(options: SendEmailOptions): Step<"unknown", void, void> {
  const { ifUnknown, configurationSet, template, tags = {} } = options;
  const from = mailAddress("from", options.from);
  const replyTo = options.replyTo === undefined ? undefined : mailAddress("replyTo", options.replyTo);
  checkKind(options);
  checkNames(options);
  return {
    replay: "unknown",
    ifUnknown,
    permissions: [
      {
        // For a template SES asks for the action of its first API, too.
        actions: ["ses:SendEmail", ...(template === undefined ? [] : ["ses:SendTemplatedEmail" as const])],
        resources: [
          // SES checks the identity that it knows: the address itself or its domain.
          arn("ses", `identity/${from.address}`),
          arn("ses", `identity/${from.domain}`),
          ...(configurationSet === undefined ? [] : [arn("ses", `configuration-set/${configurationSet}`)]),
          ...(template === undefined ? [] : [arn("ses", `template/${template}`)]),
        ],
        condition: { StringEquals: { "ses:FromAddress": from.address } },
      },
    ],
    resources: { senders: [from.address], ...(configurationSet !== undefined && { configurationSets: [configurationSet] }) },
    ...(configurationSet !== undefined && { settledByEvents: true }),
    givesResult: false,
    logsResult: true,
    // The trigger declares the step and never runs it: what makes and sends mails is loaded where it is needed.
    async mailOf(user) {
      const { makeMail } = await import("./mail.ts");
      return { ...(await makeMail(options, user)), from: options.from };
    },
    async run(user, _, call) {
      if (!user.email) throw new StepSkipped("the user has no e-mail address");
      const [{ makeMail }, { submitMail }] = await Promise.all([import("./mail.ts"), import("./submit-mail.ts")]);
      const mail = await makeMail(options, user);
      return submitMail(
        mail,
        { from, replyTo, to: user.email, tags: { ...tags, ...mailTags(user, call) }, configurationSet },
        call.signal,
      );
    },
  };
}

/** Also for files that no compiler has seen. */
function checkKind({ kind, unsubscribe }: MailKind): void {
  if (kind === "marketing" && unsubscribe === undefined)
    throw new OnboardingError("Cannot use sendEmail as a mail of kind 'marketing' needs 'unsubscribe'");
  if (kind !== "marketing" && unsubscribe !== undefined)
    throw new OnboardingError("Cannot use sendEmail as only a mail of kind 'marketing' has 'unsubscribe'");
}

function checkNames({ tags = {}, configurationSet, template }: SendEmailOptions): void {
  for (const [option, name] of Object.entries({ configurationSet, template })) {
    if (name !== undefined && !/^[\w-]{1,64}$/.test(name))
      throw new OnboardingError(
        `Cannot use sendEmail as '${option}' must be up to 64 letters, digits, _ and -: current value is '${name}'`,
      );
  }
  for (const [name, value] of Object.entries(tags)) {
    if (foyerTags.has(name)) throw new OnboardingError(`Cannot use sendEmail as the tag '${name}' is Foyer's own`);
    if (!/^[\w-]{1,256}$/.test(name) || !/^[\w-]{1,256}$/.test(value))
      throw new OnboardingError(
        `Cannot use sendEmail as tags must be of letters, digits, _ and -: current value is '${name}=${value}'`,
      );
  }
}
