import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { callersOf, foundIn, type ListedDenial, policyOf } from "./denied.ts";

const role = "arn:aws:iam::000000000000:role/worker";
const denial = (id: number, change: Partial<ListedDenial> = {}): ListedDenial => ({
  id,
  at: id,
  mode: "warn",
  action: "ses:SendEmail",
  resource: "arn:aws:ses:us-east-1:000000000000:identity/acme.com",
  principal: `${role}/session`,
  roleArn: role,
  functionName: "worker",
  reason: "no-identity-policy",
  statement: { Effect: "Allow", Action: "ses:SendEmail", Resource: "arn:aws:ses:us-east-1:000000000000:identity/acme.com" },
  ...change,
});

describe("denied calls", () => {
  it("are shown once for each caller and statement, with how often and when last", () => {
    const put = denial(2, {
      action: "events:PutEvents",
      statement: { Effect: "Allow", Action: "events:PutEvents", Resource: "*" },
    });
    const [caller, other] = callersOf([denial(4), denial(3, { functionName: "trigger" }), put, denial(1)]);
    assert.deepEqual([caller?.name, caller?.roleArn, other?.name], ["worker", role, "trigger"]);
    assert.deepEqual(
      caller?.calls.map(({ denial, times, lastAt }) => [denial.action, times, lastAt]),
      [
        ["ses:SendEmail", 2, 4],
        ["events:PutEvents", 1, 2],
      ],
    );
    assert.deepEqual(caller && policyOf(caller), {
      Version: "2012-10-17",
      Statement: [denial(1).statement, put.statement],
    });
  });

  it("have no policy to paste where a statement denies them", () => {
    const { statement: _, ...explicit } = denial(1, { reason: "explicit-deny", sid: "NoMails" });
    const [caller] = callersOf([explicit]);
    assert.equal(caller && policyOf(caller), undefined);
  });

  it("are found by caller, action and resource", () => {
    const callers = callersOf([denial(2, { functionName: "trigger", action: "dynamodb:GetItem" }), denial(1)]);
    assert.deepEqual(
      foundIn(callers, "getitem").map(({ name }) => name),
      ["trigger"],
    );
    assert.deepEqual(foundIn(callers, "ACME").length, 2);
    assert.deepEqual(foundIn(callers, "s3:"), []);
  });
});
