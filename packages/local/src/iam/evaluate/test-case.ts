import type { AccessRequest, AppliedPolicies, Decision, Principal } from "./evaluate.ts";
import type { PolicyDocument, PrincipalElement, Statement } from "./policy-document.ts";

/** A rule of IAM with an example of it. What a row leaves out is harmless: every action, every resource, no condition. */
export interface Case {
  rule: string;
  /** Statements of one identity policy; without any kind of policy, one that allows everything. */
  identity?: Part[];
  resource?: Part[];
  session?: Part[];
  boundary?: Part[];
  /** Of every policy in the row; `2012-10-17` if it is not given. */
  version?: string;
  principal?: Principal;
  /** `s3:GetObject` if it is not given. */
  action?: string;
  /** `arn:aws:s3:::bucket/key` if it is not given. */
  on?: string;
  context?: Record<string, string[]>;
  is: Decision["reason"];
}

export type Part = Partial<Omit<Statement, "Principal">> & { Principal?: PrincipalElement };

export const session: Principal = {
  arn: "arn:aws:sts::000000000000:assumed-role/worker/run",
  accountId: "000000000000",
  kind: "assumed-role",
  roleArn: "arn:aws:iam::000000000000:role/worker",
};
export const service: Principal = { arn: "", accountId: "000000000000", kind: "service", service: "lambda.amazonaws.com" };
export const anonymous: Principal = { arn: "", accountId: "", kind: "anonymous" };
export const developer: Principal = { arn: "arn:aws:iam::000000000000:root", accountId: "000000000000", kind: "developer" };
export const federated: Principal = {
  arn: "",
  accountId: "000000000000",
  kind: "federated",
  provider: "cognito-identity.amazonaws.com",
};

export function requestOf({
  principal = session,
  action = "s3:GetObject",
  on,
  context = {},
}: Omit<Case, "rule" | "is">): AccessRequest {
  return { principal, action, resource: on ?? "arn:aws:s3:::bucket/key", context: new Map(Object.entries(context)) };
}

export function policiesOf(row: Omit<Case, "rule" | "is">): AppliedPolicies {
  const { identity = [], resource, session, boundary, version = "2012-10-17" } = row;
  const policy = (parts: Part[]): PolicyDocument => ({ Version: version, Statement: parts.map(statement) });
  return {
    identity: identity.length > 0 ? [policy(identity)] : [],
    resource: resource && policy(resource),
    session: session && policy(session),
    boundary: boundary && policy(boundary),
  };
}

function statement({ Action = "*", Resource = "*", ...part }: Part): Statement {
  return {
    Effect: "Allow",
    ...(part.NotAction === undefined && { Action }),
    ...(part.NotResource === undefined && { Resource }),
    ...part,
  };
}
