import { domainToASCII } from "node:url";
import { OnboardingError } from "../onboarding/errors.ts";

/** A sender or a reply address, as an option gives it and as SES wants it. */
export interface MailAddress {
  /** `hello@acme.com`. */
  readonly address: string;
  readonly domain: string;
  /** In ASCII, as a header has it: `=?UTF-8?B?QWNtw6k=?= <hello@acme.com>`. */
  readonly header: string;
}

/**
 * Reads `Acme <hello@acme.com>` or `hello@acme.com`.
 * @throws {OnboardingError} naming the option, if it is neither.
 */
export function mailAddress(option: string, text: string): MailAddress {
  const [, name, inBrackets] = /^([^<>]*)<([^<>\s]+)>$/.exec(text) ?? [];
  const written = inBrackets ?? text;
  if (/\p{Cc}/u.test(text) || !/^[^\s@<>"*]+@[^\s@<>"*]+$/.test(written))
    throw new OnboardingError(
      `Cannot use sendEmail as '${option}' must be like "Acme <hello@acme.com>": current value is '${text}'`,
    );
  const address = inAscii(written);
  const display = name?.trim().replace(/^"(.*)"$/, "$1");
  return {
    address,
    domain: address.slice(address.lastIndexOf("@") + 1),
    header: display ? `${phrase(display)} <${address}>` : address,
  };
}

/** The address with its domain as DNS has it: SES takes `xn--mller-kva.de` and not `müller.de`. */
export function inAscii(address: string): string {
  const at = address.lastIndexOf("@");
  if (at === -1) return address;
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}

/** SES encodes subjects and bodies, and leaves the names of addresses to us (RFC 2047). */
function phrase(name: string): string {
  if (/^[\w !#$%&'*+/=?^`{|}~-]+$/.test(name)) return name;
  if (/^[\x20-\x7e]+$/.test(name)) return `"${name.replace(/["\\]/g, "\\$&")}"`;
  return encodedWords(name).join(" ");
}

/** An encoded word has at most 75 characters: 45 bytes of text in base64. No character is cut in two. */
function encodedWords(text: string): string[] {
  const parts = [""];
  for (const character of text) {
    const longer = parts.at(-1) + character;
    if (Buffer.byteLength(longer) <= 45) parts[parts.length - 1] = longer;
    else parts.push(character);
  }
  return parts.map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`);
}
