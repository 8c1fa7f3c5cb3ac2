import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type AccessRequest, type AppliedPolicies, evaluate } from "./evaluate.ts";
import type { PolicyDocument, Statement } from "./policy-document.ts";
import { policiesOf, requestOf, session } from "./test-case.ts";
import { cases } from "./test-cases.ts";

describe("the rules of IAM", () => {
  for (const row of cases) {
    it(row.rule, () => assert.equal(evaluate(requestOf(row), policiesOf(row)).reason, row.is));
  }

  it("names the policy and the statement that decide", () => {
    const identity = [{ Sid: "Read", Action: "s3:Get*" }, { Sid: "Never", Effect: "Deny", Action: "s3:Put*" } as const];
    const decide = (action: string) => evaluate(requestOf({ action }), policiesOf({ identity })).by;
    assert.deepEqual(decide("s3:GetObject"), { policy: "identity", sid: "Read" });
    assert.deepEqual(decide("s3:PutObject"), { policy: "identity", sid: "Never" });
    assert.equal(decide("s3:ListBucket"), undefined);
    const resource = [{ Principal: "*" as const }];
    assert.deepEqual(evaluate(requestOf({}), policiesOf({ resource })).by, { policy: "resource" });
  });
});

const actions = ["s3:GetObject", "s3:PutObject", "ses:SendEmail"];
const resources = ["arn:aws:s3:::a/1", "arn:aws:s3:::a/2", "arn:aws:ses:us-east-1:000000000000:identity/acme.com"];

const element = (values: string[], patterns: string[]) =>
  fc.uniqueArray(fc.constantFrom(...values, ...patterns), { maxLength: 2 });
const anyStatement: fc.Arbitrary<Statement> = fc.record({
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: element(actions, ["*", "s3:*", "s3:?etObject"]),
  Resource: element(resources, ["*", "arn:aws:s3:::a/*"]),
  Condition: fc.constantFrom<NonNullable<Statement["Condition"]>>(
    {},
    { Bool: { k: "true" } },
    { StringNotEquals: { k: "true" } },
    { Null: { k: "true" } },
  ),
});
const anyPolicy: fc.Arbitrary<PolicyDocument> = fc.record({
  Version: fc.constant("2012-10-17"),
  Statement: fc.array(anyStatement, { maxLength: 4 }),
});
const anyResourcePolicy = fc
  .tuple(anyPolicy, fc.constantFrom("*" as const, { AWS: session.arn }, { AWS: session.roleArn as string }, { AWS: "1" }))
  .map(([{ Statement, ...policy }, Principal]) => ({ ...policy, Statement: Statement.map((each) => ({ ...each, Principal })) }));
const anyPolicies: fc.Arbitrary<AppliedPolicies> = fc.record({
  identity: fc.array(anyPolicy, { maxLength: 3 }),
  resource: fc.option(anyResourcePolicy, { nil: undefined }),
  session: fc.option(anyPolicy, { nil: undefined }),
  boundary: fc.option(anyPolicy, { nil: undefined }),
});
const anyRequest: fc.Arbitrary<AccessRequest> = fc
  .tuple(fc.constantFrom(...actions), fc.constantFrom(...resources), fc.constantFrom([], ["true"], ["false"]))
  .map(([action, resource, k]) => ({
    principal: session,
    action,
    resource,
    context: new Map(k.length > 0 ? [["k", k]] : []),
  }));

/** Whatever the policies are: the property has to hold for `times` of them, among which some requests are allowed. */
function holds(property: (request: AccessRequest, policies: AppliedPolicies, allowed: boolean, more: Statement) => void) {
  let allowedOnes = 0;
  const check = (request: AccessRequest, policies: AppliedPolicies, more: Statement) => {
    const { allowed } = evaluate(request, policies);
    if (allowed) allowedOnes++;
    property(request, policies, allowed, more);
  };
  fc.assert(fc.property(anyRequest, anyPolicies, anyStatement, check), { numRuns: 2000 });
  assert.ok(allowedOnes > 50, `only ${allowedOnes} requests were allowed`);
}

/** Each way to change one of the policies. */
function changed(policies: AppliedPolicies, change: (policy: PolicyDocument) => PolicyDocument): AppliedPolicies[] {
  const { identity, resource, session, boundary } = policies;
  return [
    ...identity.map((policy, at) => ({ ...policies, identity: identity.with(at, change(policy)) })),
    ...(resource ? [{ ...policies, resource: change(resource) }] : []),
    ...(session ? [{ ...policies, session: change(session) }] : []),
    ...(boundary ? [{ ...policies, boundary: change(boundary) }] : []),
  ];
}

describe("whatever the policies are", () => {
  it("a deny that is added allows nothing", () => {
    holds((request, policies, allowed, more) => {
      const denying = { ...more, Effect: "Deny" as const };
      const add = (policy: PolicyDocument) => ({ ...policy, Statement: [...policy.Statement, denying] });
      for (const stricter of changed(policies, add)) assert.ok(allowed || !evaluate(request, stricter).allowed);
    });
  });

  it("an allow that is removed allows nothing", () => {
    holds((request, policies, allowed) => {
      for (let at = 0; at < 4; at++) {
        const remove = ({ Statement, ...policy }: PolicyDocument) => ({
          ...policy,
          Statement: Statement.filter(({ Effect }, index) => index !== at || Effect === "Deny"),
        });
        for (const stricter of changed(policies, remove)) assert.ok(allowed || !evaluate(request, stricter).allowed);
      }
    });
  });

  it("the order of statements and of policies does not matter", () => {
    holds((request, policies, allowed) => {
      const turn = (policy: PolicyDocument) => ({ ...policy, Statement: policy.Statement.toReversed() });
      for (const turned of changed(policies, turn)) assert.equal(evaluate(request, turned).allowed, allowed);
      assert.equal(evaluate(request, { ...policies, identity: policies.identity.toReversed() }).allowed, allowed);
    });
  });

  it("neither a session policy nor a boundary widens", () => {
    holds((request, policies, allowed) => {
      const { session: _session, ...without } = policies;
      if (allowed) assert.ok(evaluate(request, without).allowed);
      const { boundary: _boundary, ...unbounded } = policies;
      if (allowed) assert.ok(evaluate(request, unbounded).allowed);
    });
  });

  it("the case of an action does not matter", () => {
    holds((request, policies, allowed) => {
      assert.equal(evaluate({ ...request, action: request.action.toUpperCase() }, policies).allowed, allowed);
    });
  });

  it("a deny of everything leaves nothing", () => {
    holds((request, policies) => {
      const nothing: PolicyDocument = { Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] };
      const decision = evaluate(request, { ...policies, identity: [...policies.identity, nothing] });
      assert.equal(decision.reason, "explicit-deny");
    });
  });
});
