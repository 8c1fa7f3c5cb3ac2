import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { isSecret, secretFromEnvironment, secretFromSecretsManager } from "./secret.ts";
import { secretFromParameterStore } from "./secret-parameter.ts";

let local: LocalAws;
before(async () => {
  local = await startLocal();
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  Object.assign(process.env, { AWS_ENDPOINT_URL: local.url, AWS_REGION: local.region, ...credentials });
});
after(() => local.stop());

const { signal } = new AbortController();
const create = (Name: string, SecretString?: string) => local.call("secretsmanager", "CreateSecret", { Name, SecretString });
const permanent = { name: "StepError", retry: false, happened: "no" };

test("a secret of the environment is read when it is needed", async () => {
  const secret = secretFromEnvironment("FOYER_TEST_SECRET");
  await assert.rejects(secret.read(signal), { ...permanent, message: /variable FOYER_TEST_SECRET must be set/ });
  process.env.FOYER_TEST_SECRET = "one";
  assert.equal(await secret.read(signal), "one");
  assert.deepEqual([secret.permissions, secret.resources], [[], { environment: ["FOYER_TEST_SECRET"] }]);
});

test("a secret of Secrets Manager is read once in five minutes, and may be one member of an object", async (context) => {
  context.mock.timers.enable({ apis: ["Date"] });
  await create("acme/hook", "one");
  await create("acme/pairs", JSON.stringify({ hook: "two", other: "" }));
  const secret = secretFromSecretsManager("acme/hook");
  assert.equal(await secret.read(signal), "one");
  await local.call("secretsmanager", "PutSecretValue", { SecretId: "acme/hook", SecretString: "new" });
  context.mock.timers.tick(299_999);
  assert.equal(await secret.read(signal), "one");
  context.mock.timers.tick(1);
  assert.equal(await secret.read(signal), "new");
  assert.equal(await secretFromSecretsManager("acme/pairs", "hook").read(signal), "two");
});

test("a SecureString of Parameter Store is read decrypted, once in five minutes", async (context) => {
  context.mock.timers.enable({ apis: ["Date"] });
  const put = (Value: string, Overwrite = false) =>
    local.call("ssm", "PutParameter", { Name: "/acme/token", Value, Type: "SecureString", Overwrite });
  const secret = secretFromParameterStore("/acme/token");
  await assert.rejects(secret.read(signal), {
    ...permanent,
    message: "Cannot read the secret as Parameter Store must have a value under '/acme/token'",
  });
  await put("one");
  assert.equal(await secret.read(signal), "one");
  await put("two", true);
  context.mock.timers.tick(299_999);
  assert.equal(await secret.read(signal), "one");
  context.mock.timers.tick(1);
  assert.equal(await secret.read(signal), "two");
  const resource = `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/acme/token`;
  assert.deepEqual(secret.permissions, [{ actions: ["ssm:GetParameter"], resources: [resource] }]);
  assert.deepEqual(secretFromParameterStore("acme.token").permissions[0]?.resources, [
    resource.replace("acme/token", "acme.token"),
  ]);
  assert.deepEqual(secret.resources, { parameters: ["/acme/token"] });
  for (const name of ["", "a b", "acme/token", "/acme/", "/acme/*", "/aws/reference/secretsmanager/a", resource])
    assert.throws(() => secretFromParameterStore(name), { name: "OnboardingError" }, name);
});

test("what is not there is a permanent failure that names the secret and quotes nothing of it", async () => {
  await create("acme/text", "hunter2");
  await create("acme/empty");
  await create("acme/object", '{"hook":"","more":"hunter2"}');
  for (const [name, member] of [["none"], ["acme/empty"], ["acme/text", "hook"], ["acme/object", "hook"]] as [
    string,
    string?,
  ][]) {
    await assert.rejects(secretFromSecretsManager(name, member).read(signal), ({ message, cause, ...error }) => {
      assert.deepEqual({ ...error, name: error.name }, permanent);
      assert.ok(message.includes(`'${name}'`) && !message.includes("hunter2") && cause === undefined, message);
      return true;
    });
  }
});

test("a failed read is tried again by the next attempt", async () => {
  await create("acme/late", "late");
  const secret = secretFromSecretsManager("acme/late");
  local.faults.add({
    service: "secretsmanager",
    operation: "GetSecretValue",
    kind: "error",
    name: "InternalServiceError",
    status: 500,
  });
  await assert.rejects(secret.read(signal), { name: "InternalServiceError" });
  local.faults.clear();
  assert.equal(await secret.read(signal), "late");
});

test("it may read that secret, with the six characters that AWS adds to the name", () => {
  const resource = `arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:acme/hook-??????`;
  const { permissions, resources } = secretFromSecretsManager("acme/hook");
  assert.deepEqual(permissions, [{ actions: ["secretsmanager:GetSecretValue"], resources: [resource] }]);
  assert.deepEqual(resources, { secrets: ["acme/hook"] });
});

test("no text stands for a secret, and no name that AWS would refuse", () => {
  for (const wrong of ["whsec_a", { ...secretFromEnvironment("A") }, undefined]) assert.equal(isSecret(wrong), false);
  assert.throws(() => secretFromEnvironment("A B"), { name: "OnboardingError" });
  for (const name of ["", "a b", "arn:aws:secretsmanager:us-east-1:1:secret:a-abcdef", "*"])
    assert.throws(() => secretFromSecretsManager(name), { name: "OnboardingError" }, name);
});
