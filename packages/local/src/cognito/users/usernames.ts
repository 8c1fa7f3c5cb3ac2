import { randomBytes, randomUUID } from "node:crypto";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";

/** What a pool does with the username of a new user. */
export interface NewUsername {
  sub: string;
  /** The immutable username: the given one, or the sub where people sign in with an e-mail address or a phone number. */
  username: string;
  /** The attribute that the given name becomes in such a pool. */
  attribute?: "email" | "phone_number";
}

/** @throws InvalidParameterException if the name has not the form that the pool's sign-in options ask for. */
export function createUsername(pool: UserPool, name: string, sub = createSub()): NewUsername {
  const accepted: readonly string[] = pool.settings.UsernameAttributes ?? [];
  if (accepted.length > 0) {
    const attribute = isEmail(name) ? "email" : isPhoneNumber(name) ? "phone_number" : undefined;
    if (attribute && accepted.includes(attribute)) return { sub, username: sub, attribute };
    throw invalidParameter(
      accepted.length > 1
        ? "Username should be either an email or a phone number."
        : accepted[0] === "email"
          ? "Username should be an email."
          : "Username should be a phone number.",
    );
  }
  const aliases: readonly string[] = pool.settings.AliasAttributes ?? [];
  if (aliases.includes("email") && isEmail(name)) {
    throw invalidParameter("Username cannot be of email format, since user pool is configured for email alias.");
  }
  if (aliases.includes("phone_number") && isPhoneNumber(name)) {
    throw invalidParameter("Username cannot be of phone number format, since user pool is configured for phone number alias.");
  }
  if (/\s/.test(name) || name.length > 128) {
    throw invalidParameter(
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
  }
  return { sub, username: name };
}

export function isEmail(value: string): boolean {
  return /^[^\s@\p{C}]+@[^\s@\p{C}]+\.[^\s@\p{C}]+$/u.test(value) && value.length <= 2048;
}

/** True for the E.164 form, the only one that Cognito takes. */
export function isPhoneNumber(value: string): boolean {
  return /^\+[0-9]{5,15}$/.test(value);
}

/**
 * A new `sub`. One in four is of the newer kind that Cognito makes, such as `34c84488-e0e1-70ae-d2ee-991ad1a898c8`: the shape of
 * a UUID, but version 7 with a variant that RFC 4122 does not know, so that strict validators fail here and not in production.
 */
export function createSub(): string {
  const choice = randomBytes(2);
  const uuid = randomUUID();
  if (((choice[0] as number) & 3) !== 0) return uuid;
  const variant = "01234567cdef"[(choice[1] as number) % 12];
  return `${uuid.slice(0, 14)}70${uuid.slice(16, 19)}${variant}${uuid.slice(20)}`;
}
