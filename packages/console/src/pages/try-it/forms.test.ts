import assert from "node:assert/strict";
import { test } from "node:test";
import { attributeFields } from "./attribute-fields.ts";
import { masked } from "./calls.ts";
import { meaningOf, wordsOf } from "./claim-words.ts";
import { lackOf, newPassword } from "./new-password.ts";
import { flowsOf } from "./sign-in.ts";
import { mapOf } from "./user-draft.ts";

test("the form has what the pool requires first, then its own attributes, and neither what Cognito sets nor what the client may not write", () => {
  const schema = [
    { Name: "sub", Required: true },
    { Name: "email", Required: true },
    { Name: "email_verified", AttributeDataType: "Boolean" as const },
    { Name: "name" },
    { Name: "birthdate" },
    { Name: "custom:plan", StringAttributeConstraints: { MinLength: "2", MaxLength: "8" } },
    { Name: "custom:seats", AttributeDataType: "Number" as const, NumberAttributeConstraints: { MinValue: "1", MaxValue: "9" } },
    { Name: "custom:secret" },
    { Name: "dev:note", DeveloperOnlyAttribute: true },
    { Name: "family_name", Required: true },
  ];
  const writable = ["email", "name", "birthdate", "custom:plan", "custom:seats"];
  const { shown, more } = attributeFields(schema, { writable, email: "ada@example.com" });
  assert.deepEqual(
    shown.map(({ name, required, rule }) => [name, required, rule]),
    [
      ["email", true, undefined],
      ["family_name", true, undefined],
      ["name", false, undefined],
      ["custom:plan", false, "characters, 2 to 8"],
      ["custom:seats", false, "a number, 1 to 9"],
    ],
  );
  assert.deepEqual(
    more.map(({ name }) => name),
    ["birthdate"],
  );
  const byAdmin = attributeFields(schema, { without: ["email"], email: "ada@example.com" });
  assert.ok(byAdmin.shown.some(({ name }) => name === "custom:secret") && !byAdmin.shown.some(({ name }) => name === "email"));
});

test("a made password meets the strictest policy and is as long as it asks", () => {
  const policy = {
    MinimumLength: 20,
    RequireUppercase: true,
    RequireLowercase: true,
    RequireNumbers: true,
    RequireSymbols: true,
  };
  for (let count = 0; count < 200; count++) {
    const password = newPassword(policy);
    assert.equal(password.length, 20);
    assert.deepEqual(lackOf(password, policy), [], password);
  }
  assert.deepEqual(lackOf("abc", { ...policy, MinimumLength: 8 }), [
    "8 characters",
    "an uppercase letter",
    "a number",
    "a symbol",
  ]);
});

test("the ways to sign in are those that the app client allows, by their names of today and of before", () => {
  assert.deepEqual(flowsOf({ flows: [] }), ["USER_SRP_AUTH", "CUSTOM_AUTH"]);
  assert.deepEqual(flowsOf({ flows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] }), [
    "USER_PASSWORD_AUTH",
    "USER_AUTH",
  ]);
  assert.deepEqual(flowsOf({ flows: ["ADMIN_NO_SRP_AUTH"] }), ["USER_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "CUSTOM_AUTH"]);
  assert.deepEqual(flowsOf({ flows: ["CUSTOM_AUTH_FLOW_ONLY"] }), ["CUSTOM_AUTH"]);
});

test("what is shown of a call has no password and no token in it", () => {
  const shown = masked({
    AuthParameters: { USERNAME: "ada", PASSWORD: "Passw0rd!", SECRET_HASH: "a".repeat(44) },
    NEW_PASSWORD: "Passw0rd!",
    AuthenticationResult: { IdToken: `eyJ${"x".repeat(100)}`, ExpiresIn: 3600 },
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  });
  assert.doesNotMatch(JSON.stringify(shown), /Passw0rd|x{50}|a{44}/);
  assert.match(JSON.stringify(shown), /"USERNAME":"ada".*"ExpiresIn":3600.*ada@example\.com/);
});

test("claims are told in words, moments as moments, and those of others by themselves", () => {
  assert.match(wordsOf("exp", 1_000_000, 1_000_000_000 - 3_600_000), /, in 1 hour$/);
  assert.match(wordsOf("iat", 1_000_000, 1_000_000_000), /, now$/);
  assert.equal(wordsOf("cognito:groups", ["Staff"], 0), '["Staff"]');
  assert.match(meaningOf("cognito:groups") ?? "", /groups/);
  assert.equal(meaningOf("constructor"), undefined);
});

test("lines of clientMetadata are a map of texts, and none is no map", () => {
  assert.deepEqual(mapOf("plan=team\n a b = c=d \n\n# no\n=x"), { plan: "team", "a b": "c=d" });
  assert.equal(mapOf(" \n"), undefined);
});
