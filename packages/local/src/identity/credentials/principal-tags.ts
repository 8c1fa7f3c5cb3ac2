import type { Claims } from "../../cognito/tokens/jwt.ts";
import { invalidParameter } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { VerifiedLogin } from "../logins/verified-login.ts";
import type { IdentityPool } from "../pools/identity-pools.ts";
import { defaultTags } from "../pools/principal-tag-maps.ts";

/** Bytes that all tags of an identity may have together, names and values. */
const tagBudget = 460;

/** The session tags that a pool makes of the claims of verified logins. A claim that is missing, or is no single value, makes none. */
export function tagsOfLogins(
  { principalTagMaps }: CognitoIdentity,
  pool: IdentityPool,
  logins: readonly VerifiedLogin[],
): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const { provider, claims } of logins) {
    const map = principalTagMaps.find(pool, provider);
    for (const [tag, claim] of Object.entries((map?.useDefaults ? defaultTags : map?.tags) ?? {})) {
      const value = claimText(claims, claim);
      if (value !== undefined) tags[tag] = value;
    }
  }
  checkTags(tags);
  return tags;
}

/**
 * @throws InvalidParameterException for a tag that a session cannot have. None is changed to fit, as a value that was cut could be that of
 *   another user.
 */
export function checkTags(tags: Record<string, string>): void {
  let bytes = 0;
  for (const [name, value] of Object.entries(tags)) {
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name) || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)) {
      throw invalidParameter(
        `Invalid principal tag ${name}: a session tag has up to 256 letters, digits, spaces and _ . : / = + - @`,
      );
    }
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (bytes > tagBudget) {
    throw invalidParameter(`Invalid principal tags: together they may have ${tagBudget} bytes: current length is ${bytes}`);
  }
}

function claimText(claims: Claims, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
