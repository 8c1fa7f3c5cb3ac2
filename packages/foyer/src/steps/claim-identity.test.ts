import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startIdentity, type TestIdentity } from "../lambda/test-identity.ts";
import { classify } from "../onboarding/failure.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { resourcesOf } from "../onboarding/resources.ts";
import { claimIdentity } from "./claim-identity.ts";
import { runAlone, runAttempt, testUser } from "./test-run.ts";

let aws: TestIdentity;
before(async () => {
  aws = await startIdentity();
});
beforeEach(() => aws.local.faults.clear());
after(() => aws.local.stop());

const step = claimIdentity({ provider: "users.acme.com" });
async function user(options?: { record?: boolean }) {
  const { sub, username } = await aws.addUser(options);
  return { ...testUser({ sub }), sub, userName: username };
}

test("attempts that overlap, and those after a lost reply, have one identity for the user", async () => {
  const ann = await user();
  const results = await Promise.all(Array.from({ length: 8 }, (_, index) => runAttempt(step, { user: ann, attempt: index + 1 })));
  const identityId = (await aws.record(ann.userName))?.identityId?.S;
  assert.match(identityId ?? "", /^us-east-1:/);
  for (const result of results) assert.deepEqual(result, { identityId });
  for (const operation of ["cognito-identity:GetOpenIdTokenForDeveloperIdentity", "dynamodb:UpdateItem"]) {
    const [service, name] = operation.split(":");
    aws.local.faults.add({ service: service as string, operation: name as string, kind: "reply-lost", count: 1 });
    assert.deepEqual(await runAlone(step, ann), { identityId });
  }
});

test("it waits for the record, and leaves one alone that names another identity", async () => {
  const failureFor = async (who: Awaited<ReturnType<typeof user>>, of = step) =>
    classify(await runAlone(of, who).catch((error) => error));
  assert.deepEqual(await failureFor(await user({ record: false })), { retry: true, happened: "no" });
  const ann = await user();
  await runAlone(step, ann);
  const before = await aws.record(ann.userName);
  const otherwise = { ...ann, sub: "another-sub" };
  assert.deepEqual(await failureFor(otherwise), { retry: false, happened: "no" });
  assert.deepEqual(await aws.record(ann.userName), before);
});

test("a pool without the provider, without a name, or throttled is what it is", async () => {
  const ann = await user();
  const failure = async (of = step) => classify(await runAlone(of, ann).catch((error) => error));
  assert.deepEqual(await failure(claimIdentity({ provider: "other.acme.com" })), { retry: false, happened: "no" });
  aws.local.faults.add({ service: "cognito-identity", kind: "error", name: "TooManyRequestsException" });
  assert.deepEqual(await failure(), { retry: true, happened: "no" });
  const { FOYER_IDENTITY_POOL_ID: pool } = process.env;
  delete process.env.FOYER_IDENTITY_POOL_ID;
  await assert.rejects(runAlone(step, ann), { name: "StepError", retry: false, message: /FOYER_IDENTITY_POOL_ID must name/ });
  process.env.FOYER_IDENTITY_POOL_ID = pool;
});

test("it may claim identities of that pool and write that table, and a file has one provider", () => {
  assert.deepEqual(step.permissions, [
    {
      actions: ["cognito-identity:GetOpenIdTokenForDeveloperIdentity"],
      resources: [`arn:\${AWS::Partition}:cognito-identity:\${AWS::Region}:\${AWS::AccountId}:identitypool/\${IdentityPoolId}`],
    },
    {
      actions: ["dynamodb:UpdateItem"],
      resources: [`arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/cognito_users`],
    },
  ]);
  const { developerProviders, environment, tables } = resourcesOf(onboarding({ afterwards: { step } }));
  assert.deepEqual([developerProviders, environment], [["users.acme.com"], ["FOYER_IDENTITY_POOL_ID"]]);
  assert.ok(tables.some(({ tableName }) => tableName === "cognito_users"));
  const other = claimIdentity({ provider: "b.com" });
  assert.throws(() => onboarding({ afterwards: { step, other } }), {
    name: "OnboardingError",
    message: /one developer provider/,
  });
  for (const options of [
    { provider: "" },
    { provider: "a b" },
    { provider: "a", attribute: "username" },
    { provider: "a", key: {} },
  ])
    assert.throws(() => claimIdentity(options), { name: "OnboardingError" }, JSON.stringify(options));
});
