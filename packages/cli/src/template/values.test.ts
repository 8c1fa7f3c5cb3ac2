import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CommandError } from "../errors.ts";
import { computed, conditionOf, type Scope } from "./values.ts";

const scope: Scope = {
  ref(name) {
    const known: Record<string, unknown> = { Table: "users", Names: ["a", "b"], Size: 3, "AWS::NoValue": undefined };
    if (name in known) return known[name];
    throw new CommandError(`there is no parameter and no resource ${name}`);
  },
  attribute: (id, attribute) => `${id}!${attribute}`,
  condition: (name) => name === "Yes",
  importValue: (name) => `imported ${name}`,
  mapping: (...keys) => keys.join("/"),
};

describe("a function of a template", () => {
  const cases: [what: string, value: unknown, gives: unknown][] = [
    ["Ref", { Ref: "Table" }, "users"],
    ["GetAtt as a list", { "Fn::GetAtt": ["Users", "Arn"] }, "Users!Arn"],
    ["GetAtt as a text", { "Fn::GetAtt": "Nested.Outputs.Pool" }, "Nested!Outputs.Pool"],
    [
      "Sub of resources, attributes and IAM's own variables",
      { "Fn::Sub": `a/\${Table}/\${Users.Arn}/\${!aws:username}` },
      `a/users/Users!Arn/\${aws:username}`,
    ],
    ["Sub with variables", { "Fn::Sub": [`\${Table}-\${More}`, { More: { Ref: "Size" }, Table: "mine" }] }, "mine-3"],
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "Table" }, { Ref: "AWS::NoValue" }]] }, "a-users"],
    ["Join of a list that is referred to", { "Fn::Join": [",", { Ref: "Names" }] }, "a,b"],
    ["Select of Split", { "Fn::Select": ["1", { "Fn::Split": [":", "x:y:z"] }] }, "y"],
    ["If that holds", { "Fn::If": ["Yes", { Ref: "Table" }, "no"] }, "users"],
    ["If that does not", { "Fn::If": ["No", { Ref: "Unknown" }, "no"] }, "no"],
    ["FindInMap", { "Fn::FindInMap": ["Regions", { Ref: "Table" }, "id"] }, "Regions/users/id"],
    ["ImportValue", { "Fn::ImportValue": { "Fn::Sub": `\${Table}:pool` } }, "imported users:pool"],
    ["Base64", { "Fn::Base64": "héllo" }, "aMOpbGxv"],
    [
      "no value leaves its property out",
      { kept: 1, left: { Ref: "AWS::NoValue" }, list: [{ Ref: "AWS::NoValue" }, 2] },
      { kept: 1, list: [2] },
    ],
    ["a policy's own Condition is none", { Condition: { Bool: { a: "true" } } }, { Condition: { Bool: { a: "true" } } }],
  ];
  for (const [what, value, gives] of cases) test(what, () => assert.deepEqual(computed(value, scope, "Properties"), gives));
});

describe("a condition", () => {
  const equal = (one: unknown, other: unknown) => ({ "Fn::Equals": [one, other] });
  const cases: [value: unknown, holds: boolean][] = [
    [equal({ Ref: "Size" }, "3"), true],
    [{ "Fn::Not": [equal("a", "a")] }, false],
    [{ "Fn::And": [equal("a", "a"), { Condition: "Yes" }] }, true],
    [{ "Fn::And": [equal("a", "a"), { Condition: "No" }] }, false],
    [{ "Fn::Or": [equal("a", "b"), { Condition: "Yes" }] }, true],
    [{ "Fn::Or": [equal("a", "b"), { Condition: "No" }] }, false],
  ];
  for (const [value, holds] of cases)
    test(`${JSON.stringify(value)} is ${holds}`, () => assert.equal(conditionOf(value, scope, "Conditions.C"), holds));
});

describe("a value that cannot be computed", () => {
  const cases: [value: unknown, says: RegExp][] = [
    [{ Code: { S3Key: { "Fn::Cidr": ["10.0.0.0/8"] } } }, /^Properties\.Code\.S3Key: Fn::Cidr is not understood here$/],
    [{ Roles: ["a", { Ref: "Gone" }] }, /^Properties\.Roles\.1: there is no parameter and no resource Gone$/],
    [{ Name: { "Fn::Sub": `x\${Gone}` } }, /^Properties\.Name: there is no parameter and no resource Gone$/],
    [{ Name: { "Fn::Join": ["-", "a"] } }, /^Properties\.Name: a list must be here: it is "a"$/],
    [{ Name: { "Fn::Select": [5, ["a"]] } }, /^Properties\.Name: Fn::Select must name a value that is there: its index is 5$/],
  ];
  for (const [value, says] of cases)
    test(`${JSON.stringify(value)} is named with its place`, () =>
      assert.throws(() => computed(value, scope, "Properties"), { message: says }));
});
