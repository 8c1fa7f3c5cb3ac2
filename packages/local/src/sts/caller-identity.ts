import type { Caller } from "../endpoint/service.ts";
import type { Principal } from "../iam/evaluate/evaluate.ts";
import type { Sts } from "./sts.ts";

/** Who calls: a role's session, or the root of the account, as which every developer counts. */
export function principalOf({ accountId }: Sts, { principal }: Caller): Principal {
  return principal ?? { arn: `arn:aws:iam::${accountId}:root`, accountId, kind: "developer" };
}

/** `aws:userid`: the account for its root, `AROA…:<session>` for a session. */
export function userIdOf({ iam, accountId }: Sts, { principal, session }: Caller): string {
  if (principal === undefined) return accountId;
  if (session) return session.assumedRoleId;
  const name = principal.arn.slice(principal.arn.lastIndexOf("/") + 1);
  return `${iam.roles.idOf(principal.roleArn ?? principal.arn)}:${name}`;
}

/** The tags of the caller's role and session, as condition keys. */
export function principalTags({ iam }: Sts, { principal, session }: Caller): Record<string, string[]> {
  const role = iam.roles.byArn(principal?.roleArn ?? "");
  const tags = Object.entries({ ...role?.tags, ...session?.tags });
  return Object.fromEntries(tags.map(([key, value]) => [`aws:principaltag/${key}`, [value]]));
}
