import { AwsError } from "../endpoint/aws-error.ts";

/** The address part of `hello@acme.com` or `Acme <hello@acme.com>`, without a check. */
export function addressOf(text: string): string {
  return /<([^<>]*)>\s*$/.exec(text)?.[1]?.trim() ?? text.trim();
}

/** How the inbox files a recipient: upper and lower case are one mailbox. */
export function mailboxOf(text: string): string {
  return addressOf(text).toLowerCase();
}

/** What kind of message these recipients get: an e-mail address has an @, a phone number has none. */
export function mediumOf(to: readonly string[]): "email" | "sms" {
  return to.some((recipient) => /^\+\d+$/.test(recipient)) ? "sms" : "email";
}

/**
 * Checks one address, display name allowed.
 * @throws {AwsError} `errorName`, worded as SES words it.
 */
export function checkAddress(text: string, errorName: string): void {
  const fault = addressFault(text);
  if (fault !== undefined) throw new AwsError(errorName, fault);
}

function addressFault(text: string): string | undefined {
  if (/[\r\n\0]/.test(text)) return "Local address contains control or whitespace";
  const opened = text.includes("<");
  if (opened !== /<[^<>]*>\s*$/.test(text)) return opened ? "Missing '>'" : "Missing '<'";
  const address = addressOf(text);
  if (address === "") return "Empty address";
  const at = address.lastIndexOf("@");
  if (at === -1) return "Missing final '@domain'";
  return localFault(address.slice(0, at)) ?? domainFault(address.slice(at + 1));
}

function localFault(local: string): string | undefined {
  if (local === "") return "Missing local name";
  if (/[^\p{ASCII}]/u.test(local)) return "Local address contains non-ASCII characters.";
  if (/^"([^"\\]|\\.)*"$/.test(local)) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\x00-\x20\x7f]/.test(local)) return "Local address contains control or whitespace";
  if (local.startsWith(".")) return "Local address starts with dot";
  if (local.includes("..")) return "Local address contains dot-dot";
  if (/[()<>,;:\\"[\]@]/.test(local)) return "Local address contains illegal character";
  return undefined;
}

function domainFault(domain: string): string | undefined {
  if (domain === "") return "Missing domain";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (/[\x00-\x20\x7f]/.test(domain)) return "Domain contains control or whitespace";
  if (domain.startsWith(".")) return "Domain starts with dot";
  if (domain.includes("..")) return "Domain contains dot-dot";
  if (!/^[A-Za-z0-9.-]+$/.test(domain)) return "Domain contains illegal character";
  return undefined;
}
