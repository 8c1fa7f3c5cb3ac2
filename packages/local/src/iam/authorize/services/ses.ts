import { type Asked, type AskedBy, arn, type Context, type Surroundings } from "./asked.ts";
import { rawAddresses } from "./raw-addresses.ts";

interface Mail {
  actions: string[];
  /** As the header From has it. */
  from: string | undefined;
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
  const raw = RawMessage?.Data === undefined ? undefined : rawAddresses(RawMessage.Data);
  return askedByMail(
    {
      actions: [`ses:${operation}`],
      from: Source ?? raw?.from,
      identityArn: input.SourceArn,
      recipients:
        raw && Array.isArray(Destinations) && Destinations.length > 0 ? Destinations : (raw?.recipients ?? all(Destination)),
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
  if (operation === "SendEmail") return askedByMail(v2Mail(input), surroundings);
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
function v2Mail({ Content, Destination, FromEmailAddress, ...input }: any): Mail {
  const { Raw, Template } = Content ?? {};
  const raw = Raw?.Data === undefined ? undefined : rawAddresses(Raw.Data);
  const named = all(Destination);
  return {
    actions: Raw ? ["ses:SendRawEmail"] : Template ? ["ses:SendEmail", "ses:SendTemplatedEmail"] : ["ses:SendEmail"],
    from: FromEmailAddress ?? raw?.from,
    identityArn: input.FromEmailAddressIdentityArn,
    recipients: named.length > 0 ? named : (raw?.recipients ?? []),
    feedback: input.FeedbackForwardingEmailAddress,
    configurationSet: input.ConfigurationSetName,
    template: Template?.TemplateName,
    apiVersion: "2",
  };
}

function askedByMail(mail: Mail, surroundings: Surroundings): Asked[] {
  const { from, configurationSet, template } = mail;
  const sender = addressOf(from ?? "");
  const displayName = /^(.*)<[^<>]*>\s*$/s
    .exec(from ?? "")?.[1]
    ?.trim()
    .replace(/^"(.*)"$/s, "$1");
  const context: Context = {
    "ses:apiversion": [mail.apiVersion],
    "ses:recipients": mail.recipients.map(addressOf),
    ...(sender && { "ses:fromaddress": [sender] }),
    ...(displayName && { "ses:fromdisplayname": [displayName] }),
    ...(mail.feedback && { "ses:feedbackaddress": [mail.feedback] }),
  };
  const resources = [
    mail.identityArn ?? arn(surroundings, "ses", `identity/${surroundings.identityOf(sender)}`),
    ...(configurationSet ? [arn(surroundings, "ses", `configuration-set/${configurationSet}`)] : []),
    ...(template ? [arn(surroundings, "ses", `template/${template}`)] : []),
  ];
  return mail.actions.flatMap((action) => resources.map((resource) => ({ action, resource, context })));
}

/** The address part of `hello@acme.com` or `Acme <hello@acme.com>`. */
function addressOf(text: string): string {
  return /<([^<>]*)>\s*$/.exec(text)?.[1]?.trim() ?? text.trim();
}

function all({ ToAddresses = [], CcAddresses = [], BccAddresses = [] }: Destination = {}): string[] {
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}
