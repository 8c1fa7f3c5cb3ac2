import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError } from "../onboarding/errors.ts";

declare const brand: unique symbol;

/** Who decides: what Cognito knows to be true, or what the user wrote. */
export type DecidedBy = "verified" | "self-chosen";

/**
 * Who belongs to a group. `verified`: decided by what Cognito knows to be true. `self-chosen`: decided by what the user wrote. Only the
 * functions of this file make rules, so no other function and no text can stand for one.
 */
export interface GroupRule<By extends DecidedBy = DecidedBy> {
  readonly by: By;
  readonly admits: (user: ConfirmedUser) => boolean;
  /** The `clientMetadata` keys that it reads, which the onboarding has to declare. */
  readonly metadata: readonly string[];
  readonly [brand]: By;
}

/** `Text` if it is written in the code as it is, `never` for a value that came from somewhere and for a text with a part that did. */
export type Written<Text extends string> = Text extends string
  ? Record<never, never> extends Record<Text, 1>
    ? never
    : Text
  : never;

/** The same for each text of a list. */
type AllWritten<Texts extends readonly string[]> = { readonly [I in keyof Texts]: Written<Texts[I]> };

const rules = new WeakSet<object>();

/** Every confirmed user. */
export const everyone: GroupRule<"verified"> = rule("verified", () => true);

/** Users with a verified e-mail address at exactly one of these domains: not at a subdomain, not at one that ends alike. */
export function verifiedEmailAt(...domains: [string, ...string[]]): GroupRule<"verified"> {
  for (const domain of domains) {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain))
      throw new OnboardingError(`Cannot use verifiedEmailAt as a domain must be like example.com: current value is '${domain}'`);
  }
  const known = new Set(domains.map((domain) => domain.toLowerCase()));
  return rule("verified", ({ verifiedEmail = "" }) =>
    known.has(verifiedEmail.slice(verifiedEmail.lastIndexOf("@") + 1).toLowerCase()),
  );
}

/** Users whose verified e-mail address is one of these; the domain in any case, what stands before the @ exactly as here. */
export function verifiedEmailIs(...addresses: [string, ...string[]]): GroupRule<"verified"> {
  for (const address of addresses) {
    if (!/^[^\s@]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(address))
      throw new OnboardingError("Cannot use verifiedEmailIs as an address must be like ann@example.com: one of them is not");
  }
  const known = new Set(addresses.map(withDomainInSmall));
  return rule("verified", ({ verifiedEmail = "" }) => known.has(withDomainInSmall(verifiedEmail)));
}

/** Users with a verified phone number that begins with one of these: `verifiedPhoneIn("+49", "+43")`. */
export function verifiedPhoneIn(...prefixes: [string, ...string[]]): GroupRule<"verified"> {
  for (const prefix of prefixes) {
    if (!/^\+\d{1,14}$/.test(prefix))
      throw new OnboardingError(`Cannot use verifiedPhoneIn as a prefix must be like +49: current value is '${prefix}'`);
  }
  return rule("verified", ({ verifiedPhone = "" }) => prefixes.some((prefix) => verifiedPhone.startsWith(prefix)));
}

/**
 * Users who chose one of these values for an attribute themselves, when they signed up: for groups that give nothing away. The values are
 * written in the code, and the group has to be named in `open`.
 */
export function selfChosen<const Values extends readonly [string, ...string[]]>(
  attribute: string,
  ...values: Values & AllWritten<Values>
): GroupRule<"self-chosen"> {
  const known = listed("selfChosen", values);
  return rule("self-chosen", ({ attributes }) => known.has(attributes[attribute]));
}

/** The same for a key of `clientMetadata`, which the onboarding declares in `metadata`. */
export function selfChosenInMetadata<const Values extends readonly [string, ...string[]]>(
  key: string,
  ...values: Values & AllWritten<Values>
): GroupRule<"self-chosen"> {
  const known = listed("selfChosenInMetadata", values);
  return rule("self-chosen", ({ metadata }) => known.has(metadata[key]), [key]);
}

/** Users whom each of the rules admits. It is verified only if all of them are. */
export function allOf<Rules extends readonly [GroupRule, ...GroupRule[]]>(...all: Rules): GroupRule<Rules[number]["by"]> {
  return combined("allOf", all, (user) => all.every((one) => one.admits(user)));
}

/** Users whom one of the rules admits. It is verified only if all of them are. */
export function anyOf<Rules extends readonly [GroupRule, ...GroupRule[]]>(...any: Rules): GroupRule<Rules[number]["by"]> {
  return combined("anyOf", any, (user) => any.some((one) => one.admits(user)));
}

/** True of what this file made. */
export function isGroupRule(value: unknown): value is GroupRule {
  return typeof value === "object" && value !== null && rules.has(value);
}

function combined<By extends DecidedBy>(
  name: string,
  parts: readonly GroupRule<By>[],
  admits: GroupRule["admits"],
): GroupRule<By> {
  if (parts.length === 0 || !parts.every(isGroupRule))
    throw new OnboardingError(`Cannot use ${name} as each of its parts must be a rule such as everyone or verifiedEmailAt(…)`);
  const by = parts.every((one) => one.by === "verified") ? "verified" : "self-chosen";
  return rule(
    by as By,
    admits,
    parts.flatMap(({ metadata }) => metadata),
  );
}

function rule<By extends DecidedBy>(
  by: By,
  admits: (user: ConfirmedUser) => boolean,
  metadata: readonly string[] = [],
): GroupRule<By> {
  const made = Object.freeze({ by, admits, metadata }) as GroupRule<By>;
  rules.add(made);
  return made;
}

function listed(name: string, values: readonly unknown[]): ReadonlySet<unknown> {
  if (values.length === 0 || !values.every((value) => typeof value === "string" && value !== ""))
    throw new OnboardingError(`Cannot use ${name} as its values must be texts, and at least one`);
  return new Set(values);
}

function withDomainInSmall(address: string): string {
  const at = address.lastIndexOf("@");
  return address.slice(0, at) + address.slice(at).toLowerCase();
}
