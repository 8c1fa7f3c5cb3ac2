import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Facts } from "../../../../scripts/constraints/facts.ts";
import { operations } from "../cognito/operations/index.ts";
import { loadConstraints } from "./constraints.ts";
import { loadModel } from "./load-model.ts";

const facts = JSON.parse(
  readFileSync(new URL("../../../../scripts/constraints/cognito-idp.json", import.meta.url), "utf8"),
) as Facts;
const model = loadModel("cognito-idp");

/** The operations and members that the SDK's client has and AWS's published constraints do not have yet. */
const newerOperations: ReadonlySet<string> = new Set([
  "AdminDeleteSoftwareToken",
  "AdminListUserSessions",
  "AdminRevokeUserSession",
  "DescribeTermsByClient",
  "GetClientToken",
  "GetUserPoolClientSessionConfiguration",
  "GetUserPoolSessionConfiguration",
  "ListUserSessions",
  "RevokeUserSession",
  "SetUserPoolClientSessionConfiguration",
  "SetUserPoolSessionConfiguration",
]);
const newer: ReadonlySet<string> = new Set([
  "CreateIdentityProviderRequest.AcrMapping",
  "CreateUserPoolRequest.AcrConfiguration",
  "CreateUserPoolRequest.DcrConfiguration",
  "ListUserPoolClientsRequest.ClientType",
  "RevokeTokenRequest.RevokeAssociatedSessions",
  "UpdateIdentityProviderRequest.AcrMapping",
  "UpdateUserPoolRequest.AcrConfiguration",
  "UpdateUserPoolRequest.DcrConfiguration",
]);

describe("the constraints of the user pools", () => {
  it("know every operation that is answered, and every member of its input that is not newer", () => {
    const unknown = new Set<string>();
    const seen = new Set<string>();
    const visit = (structure: string) => {
      if (seen.has(structure) || structure === "Unit") return;
      seen.add(structure);
      const known = facts.structures[structure];
      assert.ok(known, structure);
      for (const [name, member] of Object.entries(model.structures[structure] ?? {})) {
        const shape = known.members[name];
        if (shape === undefined) {
          unknown.add(`${structure}.${name}`);
          continue;
        }
        assert.ok(shape in facts.shapes || shape in facts.structures, `${structure}.${name}`);
        const inner = member.structure ?? member.member?.structure;
        if (inner) visit(inner);
      }
      const required = Object.entries(model.structures[structure] ?? {}).filter(([, member]) => member.required);
      assert.deepEqual(required.map(([name]) => name).sort(), [...known.required].sort(), structure);
    };
    for (const operation of Object.keys(operations)) {
      if (newerOperations.has(operation)) continue;
      assert.ok(facts.operations[operation], operation);
      const { input } = model.operations[operation] ?? {};
      visit(input as string);
    }
    assert.deepEqual(
      [...unknown].filter((member) => !newer.has(member)),
      [],
    );
  });

  it("leave what an app may do without credentials to everybody, and nothing of an administrator's", () => {
    const { signed } = loadConstraints("cognito-idp");
    for (const operation of ["SignUp", "InitiateAuth", "GetUser", "ConfirmSignUp", "RevokeToken", "VerifyUserAttribute"])
      assert.ok(!signed.includes(operation), operation);
    const open = Object.keys(operations).filter((name) => !signed.includes(name));
    const administrative = open.filter((name) => /^(Admin|Create|Describe|Tag|Untag|List(Users|Groups|UserPool))/.test(name));
    assert.deepEqual(
      administrative.filter((name) => !newerOperations.has(name)),
      [],
    );
  });
});
