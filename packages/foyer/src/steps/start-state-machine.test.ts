import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { classify } from "../onboarding/failure.ts";
import { learnPlace } from "../onboarding/place.ts";
import { startStateMachine } from "./start-state-machine.ts";
import { runAlone, testUser } from "./test-run.ts";

let local: LocalAws;
const machine = "arn:aws:states:us-east-1:000000000000:stateMachine:make-workspace";
const executionArn = "arn:aws:states:us-east-1:000000000000:execution:make-workspace:key-of-ann";

before(async () => {
  local = await startLocal();
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  Object.assign(process.env, { AWS_ENDPOINT_URL: local.url, AWS_REGION: local.region, ...credentials });
  learnPlace("arn:aws:lambda:us-east-1:000000000000:function:foyer-worker");
  const roleArn = "arn:aws:iam::000000000000:role/states";
  await local.call("states", "CreateStateMachine", { name: "make-workspace", definition: "{}", roleArn });
});
beforeEach(() => local.reset());
after(() => local.stop());

const step = startStateMachine({
  stateMachine: "make-workspace",
  input: ({ attributes }) => ({ plan: attributes["custom:plan"], id: "mine" }),
});
const execution = async () => (await local.call("states", "DescribeExecution", { executionArn })) as { input: string };
const count = async () => {
  const { executions } = (await local.call("states", "ListExecutions", { stateMachineArn: machine })) as {
    executions: unknown[];
  };
  return executions.length;
};

test("an execution is named after the step's key, and its input says who", async () => {
  assert.deepEqual(await runAlone(step, testUser({ "custom:plan": "pro" })), { execution: "key-of-ann" });
  assert.deepEqual(JSON.parse((await execution()).input), {
    plan: "pro",
    id: "key-of-ann",
    sub: "ann",
    userPoolId: "us-east-1_Test",
    origin: "sign-up",
  });
});

test("it is started once: after a lost reply, when the user has changed, and when it has ended", async () => {
  local.faults.add({ service: "states", operation: "StartExecution", kind: "reply-lost", count: 1 });
  for (const plan of ["free", "pro"])
    assert.deepEqual(await runAlone(step, testUser({ "custom:plan": plan })), { execution: "key-of-ann" });
  await local.call("states", "StopExecution", { executionArn });
  assert.deepEqual(await runAlone(step, testUser({ "custom:plan": "free" })), { execution: "key-of-ann" });
  assert.equal(await count(), 1);
  assert.equal(JSON.parse((await execution()).input).plan, "free");
});

test("what will pass is tried again, and what will not is told", async () => {
  const after = async (name: string, status = 400) => {
    local.faults.clear();
    local.faults.add({ service: "states", operation: "StartExecution", kind: "error", name, status });
    return classify(await runAlone(step).catch((error) => error));
  };
  assert.deepEqual(await after("ExecutionLimitExceeded"), { retry: true, happened: "no" });
  assert.deepEqual(await after("ThrottlingException"), { retry: true, happened: "no" });
  assert.deepEqual(await after("KmsThrottlingException"), { retry: true, happened: "no" });
  assert.deepEqual(await after("AccessDeniedException"), { retry: false, happened: "no" });
  assert.equal(await count(), 0);
});

test("a state machine that is not there is a permanent failure that names it", async () => {
  await assert.rejects(runAlone(startStateMachine({ stateMachine: "none" })), {
    name: "StepError",
    retry: false,
    happened: "no",
    message: /there must be a state machine 'none'/,
  });
});

test("a fault of the input is known to have started nothing", async () => {
  const broken = startStateMachine({ stateMachine: "make-workspace", input: () => ({ at: new Date() as unknown as string }) });
  await assert.rejects(runAlone(broken), { name: "StepError", retry: false, happened: "no" });
  assert.equal(await count(), 0);
});

test("it may start that state machine, needs it, and takes no other kind of name", () => {
  const resource = `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:make-workspace`;
  assert.deepEqual(step.permissions, [{ actions: ["states:StartExecution"], resources: [resource] }]);
  assert.deepEqual(step.resources, { stateMachines: ["make-workspace"] });
  for (const stateMachine of ["", "a b", machine, "*"])
    assert.throws(() => startStateMachine({ stateMachine }), { name: "OnboardingError" }, stateMachine);
});
