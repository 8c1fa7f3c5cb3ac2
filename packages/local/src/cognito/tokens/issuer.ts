import type { UserPool } from "../pools/user-pools.ts";

/** The `iss` of a pool's tokens, the same as on AWS, so that what verifies them needs no other setting. */
export function issuerOf(region: string, pool: Pick<UserPool, "id" | "settings">): string {
  const service = pool.settings.IssuerConfiguration?.Type === "UPDATED" ? "issuer-cognito-idp" : "cognito-idp";
  return `https://${service}.${region}.amazonaws.com/${pool.id}`;
}

/** The pool behind an `iss` of either form, since a token outlives a change of the form; undefined for any other. */
export function userPoolIdOf(region: string, issuer: unknown): string | undefined {
  const [, host, userPoolId] =
    /^https:\/\/(?:issuer-)?cognito-idp\.([a-z0-9-]+)\.amazonaws\.com\/([\w-]+)$/.exec(String(issuer)) ?? [];
  return host === region ? userPoolId : undefined;
}
