import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError } from "../onboarding/errors.ts";

declare const brand: unique symbol;

/**
 * Who belongs to a group. `verified`: decided by what Cognito knows to be true. `self-chosen`: decided by what the user wrote. Only the
 * functions of this file make rules, so no other function and no text can stand for one.
 */
export interface GroupRule<By extends "verified" | "self-chosen" = "verified" | "self-chosen"> {
  readonly by: By;
  readonly admits: (user: ConfirmedUser) => boolean;
  readonly [brand]: By;
}

const rules = new WeakSet<object>();

/** Every confirmed user. */
export const everyone: GroupRule<"verified"> = rule("verified", () => true);

/** Users with a verified e-mail address at exactly this domain: not at a subdomain, not at one that ends alike. */
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

/**
 * Users who chose this value for an attribute themselves, when they signed up: for groups that give nothing away. Such a group has to
 * be named in `open`.
 */
export function selfChosen(attribute: string, value: string): GroupRule<"self-chosen"> {
  return rule("self-chosen", ({ attributes }) => attributes[attribute] === value);
}

function rule<By extends "verified" | "self-chosen">(by: By, admits: (user: ConfirmedUser) => boolean): GroupRule<By> {
  const made = Object.freeze({ by, admits }) as GroupRule<By>;
  rules.add(made);
  return made;
}

/** True of what this file made. */
export function isGroupRule(value: unknown): value is GroupRule {
  return typeof value === "object" && value !== null && rules.has(value);
}
