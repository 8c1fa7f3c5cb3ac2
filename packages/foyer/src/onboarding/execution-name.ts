import { createHash } from "node:crypto";

/**
 * The name of the durable execution that onboards a user, or that handles one password reset. The same for the same user always, so
 * that starting twice starts once; a fresh execution, which replaces an ended one, has the next `generation`. 1 to 64 of
 * `[a-zA-Z0-9-_]`, a hash, without personal data.
 */
export function executionName(userPoolId: string, sub: string, reset?: string, generation = 0): string {
  const parts = [userPoolId, sub, reset ?? "", ...(generation > 0 ? [String(generation)] : [])];
  return `${reset === undefined ? "onboarding" : "reset"}-${hash(...parts)}`;
}

/**
 * The key by which the receiver of a `keyed` step recognises a repetition: the same for one user and one step always, except that each
 * password reset has keys of its own.
 */
export function stepKey(userPoolId: string, sub: string, step: string, reset?: string): string {
  return hash(userPoolId, sub, step, reset ?? "");
}

function hash(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
