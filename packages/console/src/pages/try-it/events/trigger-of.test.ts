import assert from "node:assert/strict";
import { test } from "node:test";
import { byTrigger, faultOf, sourceOf, triggerOf } from "./trigger-of.ts";

test("a source belongs to the trigger that LambdaConfig names", () => {
  assert.equal(triggerOf("PostConfirmation_ConfirmSignUp"), "PostConfirmation");
  assert.equal(triggerOf("TokenGeneration_RefreshTokens"), "PreTokenGeneration");
  const sources = ["PreSignUp_SignUp", "TokenGeneration_HostedAuth", "PreSignUp_AdminCreateUser"].map((source) => ({ source }));
  assert.deepEqual(
    byTrigger(sources).map(([trigger, { length }]) => [trigger, length]),
    [
      ["PreSignUp", 2],
      ["PreTokenGeneration", 1],
    ],
  );
});

test("only an object is an event, and it says of which source it is", () => {
  assert.equal(faultOf('{"triggerSource":"PreSignUp_SignUp"}'), undefined);
  assert.match(faultOf("{") ?? "", /^It is not JSON: /);
  for (const text of ["[]", "null", "1"]) assert.equal(faultOf(text), "An event is an object");
  assert.equal(sourceOf('{"triggerSource":"PreSignUp_SignUp"}'), "PreSignUp_SignUp");
  assert.equal(sourceOf('{"triggerSource":1}'), undefined);
});
