import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyStatement, compareStatements } from "./compare-statements.ts";

const allow = (
  sid: string,
  action: string | string[],
  resource: string | string[],
  more: Partial<AnyStatement> = {},
): AnyStatement => ({
  Sid: sid,
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const table = "arn:aws:dynamodb:eu-west-1:111122223333:table/users";
const wanted = [
  allow("Record", ["dynamodb:GetItem", "dynamodb:PutItem"], [table]),
  allow("Mail", "ses:SendEmail", "arn:aws:ses:x", { Condition: { StringEquals: { "ses:FromAddress": "a@example.com" } } }),
];

function sidsOf(there: AnyStatement[]): { missing: unknown[]; superfluous: unknown[] } {
  const { missing, superfluous } = compareStatements(wanted, there);
  return { missing: missing.map(({ Sid }) => Sid), superfluous: superfluous.map(({ Sid }) => Sid) };
}

test("what says the same in other words is the same", () => {
  const there = [
    allow("A", "dynamodb:putitem", table),
    allow("B", ["dynamodb:GetItem"], table),
    allow("C", ["ses:SendEmail"], ["arn:aws:ses:x"], { Condition: { StringEquals: { "SES:FromAddress": ["a@example.com"] } } }),
  ];
  assert.deepEqual(sidsOf(there), { missing: [], superfluous: [] });
});

test("a statement is missing if one of its actions is, or a condition lets less through", () => {
  const narrow = { Condition: { StringEquals: { "ses:FromAddress": "b@example.com" } } };
  const there = [allow("A", "dynamodb:GetItem", table), allow("B", "ses:SendEmail", "arn:aws:ses:x", narrow)];
  assert.deepEqual(sidsOf(there), { missing: ["Record", "Mail"], superfluous: ["B"] });
});

test("a wildcard allows what it covers and is superfluous, as is the same without its condition", () => {
  const there = [allow("A", "dynamodb:*Item", "arn:aws:dynamodb:*:table/user?"), allow("B", "ses:SendEmail", "*")];
  assert.deepEqual(sidsOf(there), { missing: [], superfluous: ["A", "B"] });
});

test("a Deny takes away and is superfluous, also one that names actions by exclusion", () => {
  const deny = { ...allow("No", "ses:*", "*"), Effect: "Deny" };
  assert.deepEqual(sidsOf([...wanted, deny]), { missing: ["Mail"], superfluous: ["No"] });
  const { Action: _, ...rest } = deny;
  assert.deepEqual(sidsOf([...wanted, { ...rest, NotAction: "ses:SendEmail" }]).superfluous, ["No"]);
});
