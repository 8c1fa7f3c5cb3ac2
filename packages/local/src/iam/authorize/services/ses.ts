import { type Asked, type AskedBy, arn, type Context, type RawMail, type Surroundings } from "./asked.ts";

interface Mail {
  actions: string[];
  /** As the header From has it; all for whom the mail speaks must be allowed. */
  from: (string | undefined)[];
  identityArn?: string | undefined;
  recipients: string[];
  feedback?: string | undefined;
  configurationSet?: string | undefined;
  template?: string | undefined;
  apiVersion: "1" | "2";
}

interface Destination {
  ToAddresses?: string[];
  CcAddresses?: string[];
  BccAddresses?: string[];
}

/** SES's first API: the identity that sends, the configuration set and the template are resources. */
export const ses: AskedBy = (operation, input, surroundings) => {
  const { Source, Destination, Destinations, RawMessage, ConfigurationSetName, Template, ReturnPath } = input;
  if (!operation.startsWith("Send")) {
    const identity: unknown = input.EmailAddress ?? input.Identity;
    if (typeof identity !== "string") return undefined;
    return [{ action: `ses:${operation}`, resource: arn(surroundings, "ses", `identity/${identity}`) }];
  }
  const raw = RawMessage && surroundings.rawMail;
  return askedByMail(
    {
      actions: [`ses:${operation}`],
      // The reader of a raw mail sees its own From, whatever the request calls its source.
      from: [raw?.from, Source],
      identityArn: input.SourceArn,
      recipients: raw ? (Destinations?.length > 0 ? Destinations : recipientsOf(raw)) : all(Destination),
      feedback: ReturnPath,
      configurationSet: ConfigurationSetName,
      template: Template,
      apiVersion: "1",
    },
    surroundings,
  );
};

/** SES's second API, under the action names of the first. */
export const sesv2: AskedBy = (operation, input, surroundings) => {
  const { EmailIdentity, TemplateName, ConfigurationSetName } = input;
  if (operation === "SendEmail") return askedByMail(v2Mail(input, surroundings), surroundings);
  const named = EmailIdentity
    ? `identity/${EmailIdentity}`
    : TemplateName
      ? `template/${TemplateName}`
      : ConfigurationSetName
        ? `configuration-set/${ConfigurationSetName}`
        : undefined;
  return named === undefined ? undefined : [{ action: `ses:${operation}`, resource: arn(surroundings, "ses", named) }];
};

// biome-ignore lint/suspicious/noExplicitAny: the input of SendEmail as it was decoded.
function v2Mail({ Content, Destination, FromEmailAddress, ...input }: any, { rawMail }: Surroundings): Mail {
  const { Raw, Template } = Content ?? {};
  const raw = Raw && rawMail;
  const named = all(Destination);
  return {
    actions: Raw ? ["ses:SendRawEmail"] : Template ? ["ses:SendEmail", "ses:SendTemplatedEmail"] : ["ses:SendEmail"],
    from: [FromEmailAddress || raw?.from],
    identityArn: input.FromEmailAddressIdentityArn,
    recipients: named.length > 0 ? named : raw ? recipientsOf(raw) : [],
    feedback: input.FeedbackForwardingEmailAddress,
    configurationSet: input.ConfigurationSetName,
    template: Template?.TemplateName,
    apiVersion: "2",
  };
}

function askedByMail(mail: Mail, surroundings: Surroundings): Asked[] {
  const senders = mail.from.flatMap((from) => from || []);
  // For the same sender twice nothing more is asked.
  const distinct = new Map((senders.length > 0 ? senders : [""]).map((from) => [addressOf(from), from]));
  return [...distinct.values()].flatMap((from) => askedForSender(from, mail, surroundings));
}

function askedForSender(from: string, mail: Mail, surroundings: Surroundings): Asked[] {
  const { configurationSet, template } = mail;
  const sender = addressOf(from);
  const displayName = /^(.*)<[^<>]*>\s*$/s
    .exec(from)?.[1]
    ?.trim()
    .replace(/^"(.*)"$/s, "$1");
  const context: Context = {
    "ses:apiversion": [mail.apiVersion],
    "ses:recipients": mail.recipients.map(addressOf),
    ...(sender && { "ses:fromaddress": [sender] }),
    ...(displayName && { "ses:fromdisplayname": [displayName] }),
    ...(mail.feedback && { "ses:feedbackaddress": [mail.feedback] }),
  };
  const identity = arn(surroundings, "ses", `identity/${surroundings.identityOf(sender)}`);
  const resources = [
    identity,
    // An identity that the request names beside does not stand for the sender's.
    ...(mail.identityArn === undefined || mail.identityArn === identity ? [] : [mail.identityArn]),
    ...(configurationSet ? [arn(surroundings, "ses", `configuration-set/${configurationSet}`)] : []),
    ...(template ? [arn(surroundings, "ses", `template/${template}`)] : []),
  ];
  return mail.actions.flatMap((action) => resources.map((resource) => ({ action, resource, context })));
}

/** The address part of `hello@acme.com` or `Acme <hello@acme.com>`. */
function addressOf(text: string): string {
  return /<([^<>]*)>\s*$/.exec(text)?.[1]?.trim() ?? text.trim();
}

function recipientsOf({ to, cc, bcc }: RawMail): string[] {
  return [...to, ...cc, ...bcc];
}

function all({ ToAddresses = [], CcAddresses = [], BccAddresses = [] }: Destination = {}): string[] {
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}
