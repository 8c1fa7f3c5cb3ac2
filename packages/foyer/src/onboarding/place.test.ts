import assert from "node:assert/strict";
import { test } from "node:test";
import { arn } from "./arn.ts";
import { arnHere, learnPlace } from "./place.ts";

test("the place is learnt from the function's own ARN, whatever its version is, and kept", () => {
  assert.throws(() => arnHere(arn("states", "stateMachine:a")), { name: "StepError", message: /invokedFunctionArn/ });
  learnPlace(undefined);
  assert.throws(() => arnHere(arn("states", "stateMachine:a")), { name: "StepError" });
  learnPlace("arn:aws-cn:lambda:cn-north-1:123456789012:function:foyer-worker:7");
  learnPlace("not an ARN");
  assert.equal(arnHere(arn("states", "stateMachine:a")), "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:a");
});
