import { anonymous, type Case, developer, federated, service, session } from "./test-case.ts";

const account = "arn:aws:iam::000000000000:root";
const role = session.roleArn as string;

/** Whom the policy of a resource means, and what that is worth. */
export const principalCases: Case[] = [
  { rule: "a resource policy that names the session allows it", resource: [{ Principal: { AWS: session.arn } }], is: "allowed" },
  { rule: "a resource policy that names the role allows its session", resource: [{ Principal: { AWS: role } }], is: "allowed" },
  { rule: "a resource policy for everybody allows a session", resource: [{ Principal: "*" }], is: "allowed" },
  { rule: "{ AWS: * } is everybody too", resource: [{ Principal: { AWS: "*" } }], is: "allowed" },
  {
    rule: "one of several principals is enough",
    resource: [{ Principal: { AWS: ["arn:aws:iam::1:root", role] } }],
    is: "allowed",
  },
  { rule: "another role is not meant", resource: [{ Principal: { AWS: `${role}s` } }], is: "no-identity-policy" },
  { rule: "another session is not meant", resource: [{ Principal: { AWS: `${session.arn}2` } }], is: "no-identity-policy" },
  {
    rule: "a principal has no wildcards",
    resource: [{ Principal: { AWS: "arn:aws:iam::000000000000:role/*" } }],
    is: "no-identity-policy",
  },
  {
    rule: "naming the account leaves it to identity policies",
    resource: [{ Principal: { AWS: account } }],
    is: "no-identity-policy",
  },
  { rule: "the account's number is the account", resource: [{ Principal: { AWS: "000000000000" } }], is: "no-identity-policy" },
  {
    rule: "the account and an identity policy allow",
    identity: [{}],
    resource: [{ Principal: { AWS: account } }],
    is: "allowed",
  },
  {
    rule: "naming the account allows its root",
    principal: developer,
    resource: [{ Principal: { AWS: account } }],
    is: "allowed",
  },
  {
    rule: "a deny for the account strikes its sessions",
    identity: [{}],
    resource: [{ Effect: "Deny", Principal: { AWS: account } }],
    is: "explicit-deny",
  },
  {
    rule: "a deny for the role strikes its sessions",
    identity: [{}],
    resource: [{ Effect: "Deny", Principal: { AWS: role } }],
    is: "explicit-deny",
  },
  {
    rule: "a deny for everybody strikes everybody",
    identity: [{}],
    resource: [{ Effect: "Deny", Principal: "*" }],
    is: "explicit-deny",
  },
  {
    rule: "a deny for the account does not strike a service",
    principal: service,
    resource: [{ Principal: "*" }, { Effect: "Deny", Principal: { AWS: account } }],
    is: "allowed",
  },
  {
    rule: "a deny for others does not strike",
    identity: [{}],
    resource: [{ Effect: "Deny", Principal: { AWS: `${role}s` } }],
    is: "allowed",
  },
  {
    rule: "an identity policy suffices without the resource's",
    identity: [{}],
    resource: [{ Principal: { AWS: `${role}s` } }],
    is: "allowed",
  },
  {
    rule: "a grant to the role is limited by its boundary",
    resource: [{ Principal: { AWS: role } }],
    boundary: [{ Action: "x:Y" }],
    is: "no-boundary",
  },
  {
    rule: "a grant to the role is limited by the session policy",
    resource: [{ Principal: { AWS: role } }],
    session: [{ Action: "x:Y" }],
    is: "no-session-policy",
  },
  {
    rule: "a grant to the session is not limited by the boundary",
    resource: [{ Principal: { AWS: session.arn } }],
    boundary: [{ Action: "x:Y" }],
    is: "allowed",
  },
  {
    rule: "a grant to the session is not limited by its policy",
    resource: [{ Principal: { AWS: session.arn } }],
    session: [{ Action: "x:Y" }],
    is: "allowed",
  },
  {
    rule: "a deny of the boundary strikes a grant to the session",
    resource: [{ Principal: { AWS: session.arn } }],
    boundary: [{ Effect: "Deny" }],
    is: "explicit-deny",
  },
  {
    rule: "a service is allowed by name",
    principal: service,
    resource: [{ Principal: { Service: "lambda.amazonaws.com" } }],
    is: "allowed",
  },
  {
    rule: "another service is not",
    principal: service,
    resource: [{ Principal: { Service: "events.amazonaws.com" } }],
    is: "no-resource-policy",
  },
  {
    rule: "a service is not of the account",
    principal: service,
    resource: [{ Principal: { AWS: account } }],
    is: "no-resource-policy",
  },
  {
    rule: "a grant to a service is none to a session",
    resource: [{ Principal: { Service: "lambda.amazonaws.com" } }],
    is: "no-identity-policy",
  },
  {
    rule: "a provider's user is allowed by the provider",
    principal: federated,
    resource: [{ Principal: { Federated: "cognito-identity.amazonaws.com" } }],
    is: "allowed",
  },
  {
    rule: "another provider's is not",
    principal: federated,
    resource: [{ Principal: { Federated: "accounts.google.com" } }],
    is: "no-resource-policy",
  },
  { rule: "whoever does not sign is allowed by *", principal: anonymous, resource: [{ Principal: "*" }], is: "allowed" },
  {
    rule: "whoever does not sign is of no account",
    principal: anonymous,
    resource: [{ Principal: { AWS: account } }],
    is: "no-resource-policy",
  },
  {
    rule: "a deny with NotPrincipal strikes whom it does not name",
    identity: [{}],
    resource: [{ Effect: "Deny", NotPrincipal: { AWS: account } }],
    is: "explicit-deny",
  },
  {
    rule: "a deny with NotPrincipal spares a session that is named with its role",
    identity: [{}],
    resource: [{ Effect: "Deny", NotPrincipal: { AWS: [account, role, session.arn] } }],
    is: "allowed",
  },
  {
    rule: "a deny with NotPrincipal strikes a session of a role that is named alone",
    identity: [{}],
    resource: [{ Effect: "Deny", NotPrincipal: { AWS: [account, role] } }],
    is: "explicit-deny",
  },
  {
    rule: "a deny with NotPrincipal strikes a session that is named without its role",
    identity: [{}],
    resource: [{ Effect: "Deny", NotPrincipal: { AWS: [account, session.arn] } }],
    is: "explicit-deny",
  },
  {
    rule: "a deny with NotPrincipal spares a service that is named",
    principal: service,
    resource: [{ Principal: "*" }, { Effect: "Deny", NotPrincipal: { Service: "lambda.amazonaws.com" } }],
    is: "allowed",
  },
  { rule: "an allow with NotPrincipal is for everybody else", resource: [{ NotPrincipal: { AWS: `${role}s` } }], is: "allowed" },
];
