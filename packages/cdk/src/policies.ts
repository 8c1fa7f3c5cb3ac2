import { CfnPolicy } from "aws-cdk-lib/aws-iam";
import { Fn, Stack, Validations } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { PolicyStatement } from "foyer/operate";

/** What the placeholders of a statement stand for in this template: names, or references. CloudFormation's own pseudo parameters are not among them. */
export type Names = Readonly<Record<string, string>>;

/** The statement with `Fn::Sub` in the place of its placeholders. */
export function substituted({ Sid, Effect, Action, Resource, Condition }: PolicyStatement, names: Names) {
  return {
    Sid,
    Effect,
    Action,
    Resource: Resource.map((resource) => sub(resource, names)),
    ...(Condition && {
      Condition: Object.fromEntries(
        Object.entries(Condition).map(([operator, values]) => [
          operator,
          Object.fromEntries(Object.entries(values).map(([key, value]) => [key, sub(value, names)])),
        ]),
      ),
    }),
  };
}

/** A policy of a role, as a resource of its own: a function can then be made before what its policy names. */
export function policy(scope: Construct, id: string, roleName: string, Statement: readonly unknown[]): CfnPolicy {
  const policyDocument = { Version: "2012-10-17", Statement };
  const made = new CfnPolicy(scope, id, { policyName: id, policyDocument, roles: [roleName] });
  acknowledgeOwnVersions(made, Statement);
  return made;
}

/**
 * Says to cdk-nag why a resource may have a wildcard. It names a finding by the resource as the template has it; whatever else a step asks for
 * stays a finding.
 */
function acknowledgeOwnVersions(made: CfnPolicy, statements: readonly unknown[]): void {
  for (const { Resource } of Stack.of(made).resolve(statements) as { Resource: { "Fn::Sub"?: [string, unknown] }[] }[])
    for (const { "Fn::Sub": sub } of Resource) {
      const text = Array.isArray(sub) ? sub[0] : "";
      const reason = whyWildcard(text);
      if (reason === undefined) continue;
      Validations.of(made).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${JSON.stringify(sub)}]`, reason });
    }
}

function whyWildcard(resource: string): string | undefined {
  if (/:log-group:[^*]+:\*$/.test(resource)) return "AWS names the log streams of this one log group by itself.";
  if (/:function:[^*]+:\*$/.test(resource)) return "AWS names the versions and executions of this one function by itself.";
  if (/:s3:::[^*]+\/\$\{![\w:/.-]+\}\/\*$/.test(resource)) return "The objects below the one prefix that is the user's own.";
  if (/:s3:::[^*]+\/private\/\*\/info\.txt$/.test(resource)) return "One file for each identity, of whichever user calls.";
  return undefined;
}

/** Whether the statement names the user pool, or the identity pool, which is made of it. */
export function namesPool(statement: PolicyStatement): boolean {
  return /\$\{(UserPoolId|IdentityPoolId)\}/.test(JSON.stringify(statement));
}

function sub(text: string, names: Names): string {
  if (!text.includes("${")) return text;
  const used: Record<string, string> = {};
  const body = text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    const value = names[name];
    if (value !== undefined) used[name] = value;
    // What is neither ours nor CloudFormation's is a policy variable such as ${aws:username}: IAM's.
    return value !== undefined || name.startsWith("AWS::") ? whole : `\${!${name}}`;
  });
  return Object.keys(used).length > 0 ? Fn.sub(body, used) : Fn.sub(body);
}
