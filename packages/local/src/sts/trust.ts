import type { Clock } from "../clock.ts";
import { type Principal, trusts } from "../iam/evaluate/evaluate.ts";
import type { Iam } from "../iam/iam.ts";
import type { Role } from "../iam/roles.ts";

/** What a caller wants of a role, in the condition keys that trust policies ask for. */
export interface TrustRequest {
  principal: Principal;
  roleArn: string;
  /** The first is the one to assume it; then `sts:TagSession`, `sts:SetSourceIdentity`. */
  actions: readonly string[];
  tags: Record<string, string>;
  transitiveTagKeys: readonly string[];
  /** Further keys, in any case. */
  context: Record<string, readonly string[]>;
}

/**
 * Finds the role and asks its trust policy. A caller whom it names only by the account needs the permission in an identity policy
 * too, which is asked for when the request is authorised.
 * @returns the role, or the action that it does not trust the caller with; a role that is not here trusts nobody.
 */
export function trustedRole(iam: Iam, clock: Clock, request: TrustRequest): { role: Role } | { refused: string } {
  const { principal, roleArn, actions } = request;
  const role = iam.roles.byArn(roleArn);
  const policy = iam.roles.trustPolicyOf(roleArn);
  if (!role || !policy) return { refused: actions[0] as string };
  const context = contextOf(request, clock);
  const refused = actions.find((action) => !trusts(policy, { principal, action, resource: roleArn, context }));
  return refused === undefined ? { role } : { refused };
}

function contextOf({ principal, tags, transitiveTagKeys, context }: TrustRequest, clock: Clock): Map<string, readonly string[]> {
  const now = clock.now();
  const keys: Record<string, readonly string[]> = {
    "aws:currenttime": [new Date(now).toISOString()],
    "aws:epochtime": [String(Math.floor(now / 1000))],
    ...(principal.arn !== "" && {
      "aws:principalarn": [principal.roleArn ?? principal.arn],
      "aws:principalaccount": [principal.accountId],
    }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:requesttag/${key}`, [value]])),
    "aws:tagkeys": Object.keys(tags),
    "sts:transitivetagkeys": transitiveTagKeys,
    ...context,
  };
  return new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));
}
