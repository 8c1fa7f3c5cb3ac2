import { randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { AwsError } from "../../endpoint/aws-error.ts";
import { invalidParameter } from "../errors.ts";
import { passwordPolicyOf, type UserPool } from "../pools/user-pools.ts";
import { srpVerifier } from "./srp-verifier.ts";

/** All that is kept of a password: neither gives it back, and the SRP sign-in needs no more. */
export interface KeptPassword {
  salt: Uint8Array;
  verifier: Uint8Array;
}

/** @param username the immutable one, which is what SRP calls USER_ID_FOR_SRP. Takes up to 1 ms. */
export function keepPassword(pool: UserPool, username: string, password: string): KeptPassword {
  const salt = randomBytes(16);
  // Clients read the salt as an integer and pad it to be positive; with the first bit zero nothing needs padding.
  salt[0] = ((salt[0] as number) & 0x7f) | 0x01;
  return { salt, verifier: srpVerifier(poolNameOf(pool), username, password, salt) };
}

/** Takes up to 1 ms; how long does not depend on how much of the password is right. */
export function isPassword(pool: UserPool, username: string, kept: KeptPassword, password: string): boolean {
  return timingSafeEqual(srpVerifier(poolNameOf(pool), username, password, kept.salt), kept.verifier);
}

const symbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

/** @throws InvalidParameterException for no password at all, InvalidPasswordException for one that breaks the pool's policy. */
export function checkPassword(pool: UserPool, password: string): void {
  if (!/^\S.*\S$|^\S$/s.test(password) || password.length > 256) {
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    );
  }
  const policy = passwordPolicyOf(pool);
  const fault =
    password.length < policy.MinimumLength
      ? "Password not long enough"
      : policy.RequireUppercase && !/[A-Z]/.test(password)
        ? "Password must have uppercase characters"
        : policy.RequireLowercase && !/[a-z]/.test(password)
          ? "Password must have lowercase characters"
          : policy.RequireNumbers && !/[0-9]/.test(password)
            ? "Password must have numeric characters"
            : policy.RequireSymbols && ![...password].some((character) => symbols.includes(character))
              ? "Password must have symbol characters"
              : undefined;
  if (fault) throw new AwsError("InvalidPasswordException", `Password did not conform with policy: ${fault}`);
}

/** A random password that meets the pool's policy, of no character that people mistake for another. */
export function createTemporaryPassword(pool: UserPool): string {
  const classes = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%*_-+"];
  const length = Math.max(8, passwordPolicyOf(pool).MinimumLength);
  const characters = Array.from({ length }, (_, index) => {
    const from = classes[index % classes.length] as string;
    return from[randomInt(from.length)];
  });
  for (let index = length - 1; index > 0; index--) {
    const other = randomInt(index + 1);
    [characters[index], characters[other]] = [characters[other], characters[index]];
  }
  return characters.join("");
}

/** What SRP calls the pool: its id without the region. */
export function poolNameOf(pool: UserPool): string {
  return pool.id.slice(pool.id.indexOf("_") + 1);
}
