import type { AskedBy } from "./asked.ts";

/** Roles and policies of the account; IAM has no region. */
export const iam: AskedBy = (operation, { RoleName, PolicyArn, PolicyName, UserName, Path = "/" }, { accountId }) => {
  const action = `iam:${operation}`;
  const named = (kind: string, name: string) => [{ action, resource: `arn:aws:iam::${accountId}:${kind}${Path}${name}` }];
  if (RoleName !== undefined) {
    const attached = PolicyArn === undefined ? {} : { "iam:policyarn": [PolicyArn as string] };
    return named("role", RoleName).map((asked) => ({ ...asked, context: attached }));
  }
  if (PolicyArn !== undefined) return [{ action, resource: PolicyArn }];
  if (operation === "CreatePolicy") return named("policy", PolicyName);
  return UserName === undefined ? undefined : named("user", UserName);
};
