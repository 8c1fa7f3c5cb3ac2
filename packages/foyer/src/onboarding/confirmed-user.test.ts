import assert from "node:assert/strict";
import { test } from "node:test";
import { confirmedUser, originOf } from "./confirmed-user.ts";

const facts = { sub: "s", userPoolId: "p", userName: "u", origin: "sign-up", metadata: {} } as const;

test("an address counts as verified only where Cognito says the string true", () => {
  assert.equal(confirmedUser(facts, { email: "a@b.c", email_verified: "true" }).verifiedEmail, "a@b.c");
  for (const email_verified of ["false", "True", "1", ""])
    assert.equal(confirmedUser(facts, { email: "a@b.c", email_verified }).verifiedEmail, undefined);
  const unverified = confirmedUser(facts, { email: "a@b.c", phone_number: "+1" });
  assert.equal(unverified.email, "a@b.c");
  assert.equal(unverified.verifiedPhone, undefined);
});

test("a step cannot change what the next one sees", () => {
  const attributes = { email: "a@b.c" };
  const user = confirmedUser(facts, attributes);
  attributes.email = "x@y.z";
  assert.equal(user.attributes.email, "a@b.c");
  assert.throws(() => Object.assign(user.attributes, { email: "x@y.z" }), TypeError);
  assert.throws(() => Object.assign(user, { sub: "x" }), TypeError);
});

test("the name is what the user is called, if anything", () => {
  assert.equal(confirmedUser(facts, { name: "Ann Lee", given_name: "Ann" }).name, "Ann");
  assert.equal(confirmedUser(facts, { nickname: "annie" }).name, "annie");
  assert.equal(confirmedUser(facts, { email: "ann@b.c" }).name, undefined);
});

test("a user of an external provider is known by either sign of it", () => {
  assert.equal(originOf({ identities: "[]" }), "federated");
  assert.equal(originOf({ "cognito:user_status": "EXTERNAL_PROVIDER" }), "federated");
  assert.equal(originOf({ "cognito:user_status": "CONFIRMED" }), "sign-up");
});
