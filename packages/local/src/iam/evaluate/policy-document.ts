import { AwsError } from "../../endpoint/aws-error.ts";
import { checkPolicy } from "./check-policy.ts";

/** A JSON policy as IAM's grammar has it; whatever may be one value or several is left as it was written. */
export interface PolicyDocument {
  /** Absent: `2008-10-17`, in which `${…}` is text like any other. */
  Version?: string;
  Id?: string;
  Statement: Statement[];
}

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  /** Resource and trust policies only, and one of the two. */
  Principal?: PrincipalElement;
  NotPrincipal?: PrincipalElement;
  Action?: OneOrMore<string>;
  NotAction?: OneOrMore<string>;
  /** Absent, both of them, in a trust policy: its resource is its role. */
  Resource?: OneOrMore<string>;
  NotResource?: OneOrMore<string>;
  /** Operator to condition key to values. */
  Condition?: Record<string, Record<string, OneOrMore<string | number | boolean>>>;
}

/** `*`, or principals by type. */
export type PrincipalElement = "*" | Partial<Record<"AWS" | "Service" | "Federated" | "CanonicalUser", OneOrMore<string>>>;

export type OneOrMore<T> = T | readonly T[];

/** Where a policy stands. A session policy and a permissions boundary are written as identity policies are. */
export type PolicyKind = "identity" | "resource" | "trust" | "session" | "boundary";

/**
 * Reads a policy and checks it as IAM does when one is saved.
 * @throws {AwsError} MalformedPolicyDocumentException, which the Query services write as MalformedPolicyDocument.
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new AwsError("MalformedPolicyDocumentException", kind === "trust" ? "This policy contains invalid Json" : syntaxErrors);
  }
  const fault = checkPolicy(document, kind);
  if (fault !== undefined) throw new AwsError("MalformedPolicyDocumentException", fault);
  return readPolicy(text);
}

/** Reads a policy that was checked when it was saved. */
export function readPolicy(text: string): PolicyDocument {
  const policy = JSON.parse(text) as PolicyDocument;
  return { ...policy, Statement: [policy.Statement].flat() };
}

const syntaxErrors = "Syntax errors in policy.";

/** The values of an element that may be written as one value or as several. */
export function listOf<T extends string | number | boolean>(values: OneOrMore<T>): readonly T[] {
  return typeof values === "object" ? values : [values];
}
