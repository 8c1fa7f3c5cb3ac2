import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type PolicyKind, parsePolicy } from "./policy-document.ts";

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
const policy = (statement: unknown, more: object = {}) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statement, ...more });

const refused: [rule: string, kind: PolicyKind, text: string, message: string][] = [
  ["what is no JSON", "identity", "{", "Syntax errors in policy."],
  ["a trust policy that is no JSON", "trust", "{", "This policy contains invalid Json"],
  ["what is no object", "identity", "[]", "Syntax errors in policy."],
  ["a policy without statements", "identity", policy([]), "Syntax errors in policy."],
  ["an element that the language does not have", "identity", policy({ ...read, Resources: "*" }), "Syntax errors in policy."],
  ["an element that every object inherits", "identity", policy({ ...read, constructor: "*" }), "Syntax errors in policy."],
  ["a statement without an effect", "identity", policy({ Action: "*", Resource: "*" }), "Syntax errors in policy."],
  ["an effect in lower case", "identity", policy({ ...read, Effect: "allow" }), "Syntax errors in policy."],
  ["an element beside its opposite", "identity", policy({ ...read, NotAction: "*" }), "Syntax errors in policy."],
  ["a version that there is not", "identity", policy(read, { Version: "2026-01-01" }), "Syntax errors in policy."],
  [
    "an identity policy of the old version",
    "identity",
    policy(read, { Version: "2008-10-17" }),
    "Policy document must be version 2012-10-17 or greater.",
  ],
  [
    "an operator that there is not",
    "identity",
    policy({ ...read, Condition: { StringLikes: { k: "v" } } }),
    "Invalid Condition type : StringLikes.",
  ],
  [
    "Null with IfExists",
    "identity",
    policy({ ...read, Condition: { NullIfExists: { k: "true" } } }),
    "Invalid Condition type : NullIfExists.",
  ],
  ["a condition that is no map", "identity", policy({ ...read, Condition: { Bool: "true" } }), "Syntax errors in policy."],
  [
    "a principal in an identity policy",
    "identity",
    policy({ ...read, Principal: "*" }),
    "Policy document should not specify a principal.",
  ],
  [
    "a principal in a session policy",
    "session",
    policy({ ...read, Principal: "*" }),
    "Policy document should not specify a principal.",
  ],
  ["a resource policy without a principal", "resource", policy(read), "Missing required field Principal"],
  [
    "a trust policy without a principal",
    "trust",
    policy({ Effect: "Allow", Action: "sts:AssumeRole" }),
    "Missing required field Principal",
  ],
  ["a trust policy with a resource", "trust", policy({ ...trust, Resource: "*" }), "Has prohibited field Resource"],
  [
    "a trust policy for other actions",
    "trust",
    policy({ ...trust, Action: "s3:GetObject" }),
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  [
    "a principal with a wildcard in its name",
    "trust",
    policy({ ...trust, Principal: { AWS: "arn:aws:iam::000000000000:role/*" } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::000000000000:role/*"',
  ],
  [
    "a service that is none",
    "trust",
    policy({ ...trust, Principal: { Service: "lambda" } }),
    'Invalid principal in policy: "Service":"lambda"',
  ],
  [
    "a statement without actions",
    "identity",
    policy({ Effect: "Allow", Resource: "*" }),
    "Policy statement must contain actions.",
  ],
  [
    "a statement without resources",
    "identity",
    policy({ Effect: "Allow", Action: "*" }),
    "Policy statement must contain resources.",
  ],
  [
    "an action without a service",
    "identity",
    policy({ ...read, Action: "GetObject" }),
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ],
  [
    "an action with two colons",
    "identity",
    policy({ ...read, Action: "s3:Get:Object" }),
    "Actions/Condition can contain only one colon.",
  ],
  ["a service's name with a blank", "identity", policy({ ...read, Action: "s 3:GetObject" }), "Vendor s 3 is not valid"],
  [
    "a resource that is no ARN",
    "identity",
    policy({ ...read, Resource: "bucket" }),
    'Resource bucket must be in ARN format or "*".',
  ],
  [
    "a partition that there is not",
    "identity",
    policy({ ...read, Resource: "arn:azure:s3:::b" }),
    'Partition "azure" is not valid for resource "arn:azure:s3:::b".',
  ],
  [
    "a wildcard as the service of a resource",
    "identity",
    policy({ ...read, Resource: "arn:aws:*:::b" }),
    "Resource vendor must be fully qualified and cannot contain regexes.",
  ],
  [
    "a Sid that is there twice",
    "identity",
    policy([
      { ...read, Sid: "A" },
      { ...read, Sid: "A" },
    ]),
    "Statement IDs (SID) in a single policy must be unique.",
  ],
];

describe("a policy that is saved", () => {
  for (const [rule, kind, text, message] of refused) {
    it(`is refused for ${rule}`, () => {
      assert.throws(() => parsePolicy(text, kind), { name: "MalformedPolicyDocumentException", message });
    });
  }

  it("may have one statement, or several", () => {
    assert.equal(parsePolicy(policy(read), "identity").Statement.length, 1);
    assert.equal(parsePolicy(policy([read, read]), "identity").Statement.length, 2);
  });

  it("may be of the old version where it is no identity policy", () => {
    assert.equal(parsePolicy(policy(trust, { Version: "2008-10-17" }), "trust").Version, "2008-10-17");
  });

  it("may name accounts, roles, sessions, services and providers", () => {
    const AWS = ["*", "000000000000", "arn:aws:iam::000000000000:role/r", "arn:aws:sts::000000000000:assumed-role/r/s"];
    const Principal = { AWS, Service: ["lambda.amazonaws.com", "s3.amazonaws.com"], Federated: "cognito-identity.amazonaws.com" };
    assert.equal(parsePolicy(policy({ ...trust, Principal }), "trust").Statement.length, 1);
  });
});
