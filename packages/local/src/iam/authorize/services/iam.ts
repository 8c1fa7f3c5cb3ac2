import type { AskedBy } from "./asked.ts";

/** Roles and policies of the account; IAM has no region. */
export const iam: AskedBy = (operation, { RoleName, PolicyArn, PolicyName, UserName, Path = "/" }, surroundings) => {
  const { accountId, roleArn } = surroundings;
  const action = `iam:${operation}`;
  const named = (kind: string, name: string) => [{ action, resource: `arn:aws:iam::${accountId}:${kind}${Path}${name}` }];
  if (RoleName !== undefined) {
    const attached = PolicyArn === undefined ? {} : { "iam:policyarn": [PolicyArn as string] };
    // A role is named without its path, which is in its ARN all the same.
    const known = roleArn(RoleName);
    const roles = known === undefined ? named("role", RoleName) : [{ action, resource: known }];
    return roles.map((asked) => ({ ...asked, context: attached }));
  }
  if (PolicyArn !== undefined) return [{ action, resource: PolicyArn }];
  if (operation === "CreatePolicy") return named("policy", PolicyName);
  return UserName === undefined ? undefined : named("user", UserName);
};
