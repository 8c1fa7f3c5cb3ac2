import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from "@aws-sdk/client-ssm";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";

const clientOf = ({ url, region }: LocalAws) =>
  new SSMClient({ endpoint: url, region, credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 });

let local: LocalAws;
let client: SSMClient;
before(async () => {
  local = await startLocal();
  client = clientOf(local);
});
after(async () => {
  client.destroy();
  await local.stop();
});

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  client.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
const get = async (Name: string, WithDecryption?: boolean) =>
  (await client.send(new GetParameterCommand({ Name, ...(WithDecryption !== undefined && { WithDecryption }) }))).Parameter;

test("a parameter is read by its name and by its ARN", async () => {
  assert.deepEqual((await put("/acme/plan", "pro")).Version, 1);
  await put("plain", "a,b", { Type: "StringList" });
  const { LastModifiedDate, ...read } = (await get("/acme/plan")) ?? {};
  const ARN = "arn:aws:ssm:us-east-1:000000000000:parameter/acme/plan";
  assert.deepEqual(read, { Name: "/acme/plan", Type: "String", Value: "pro", Version: 1, ARN, DataType: "text" });
  assert.ok(LastModifiedDate instanceof Date);
  assert.equal((await get(ARN))?.Value, "pro");
  assert.equal((await get("arn:aws:ssm:us-east-1:000000000000:parameter/plain"))?.Value, "a,b");
});

test("versions and labels select", async () => {
  await put("/v", "one");
  await assert.rejects(put("/v", "two"), { name: "ParameterAlreadyExists", message: /^The parameter already exists\./ });
  assert.equal((await put("/v", "two", { Overwrite: true })).Version, 2);
  const labelled = new LabelParameterVersionCommand({ Name: "/v", ParameterVersion: 1, Labels: ["live", "1st"] });
  assert.deepEqual((await client.send(labelled)).InvalidLabels, ["1st"]);
  assert.deepEqual([(await get("/v"))?.Value, (await get("/v"))?.Selector], ["two", undefined]);
  assert.deepEqual([(await get("/v:1"))?.Value, (await get("/v:1"))?.Selector], ["one", ":1"]);
  assert.equal((await get("/v:live"))?.Value, "one");
  await client.send(new LabelParameterVersionCommand({ Name: "/v", Labels: ["live"] }));
  assert.equal((await get("/v:live"))?.Value, "two");
  await assert.rejects(get("/v:3"), { name: "ParameterVersionNotFound", message: /could not find version 3 of \/v\./ });
  await assert.rejects(get("/v:dead"), { name: "ParameterVersionNotFound" });
});

test("a SecureString is a ciphertext until it is decrypted, and another after each put", async () => {
  await put("/secret", "hunter2", { Type: "SecureString" });
  const first = (await get("/secret"))?.Value;
  assert.ok(first !== undefined && !first.includes("hunter2"));
  assert.equal((await get("/secret", true))?.Value, "hunter2");
  await put("/secret", "hunter2", { Overwrite: true, Type: undefined });
  assert.notEqual((await get("/secret"))?.Value, first);
  await assert.rejects(put("/other", "a", { Type: "SecureString", KeyId: "alias/none" }), { name: "InvalidKeyId" });
});

test("several are read at once, and what is not there is named", async () => {
  await put("/many/a", "1");
  await put("/many/b", "2", { Type: "SecureString" });
  const read = new GetParametersCommand({ Names: ["/many/b", "/many/none", "/many/a", "/many/a:9"], WithDecryption: true });
  const { Parameters = [], InvalidParameters } = await client.send(read);
  assert.deepEqual(
    Parameters.map(({ Name, Value }) => [Name, Value]),
    [
      ["/many/b", "2"],
      ["/many/a", "1"],
    ],
  );
  assert.deepEqual(InvalidParameters, ["/many/none", "/many/a:9"]);
  await assert.rejects(client.send(new GetParametersCommand({ Names: Array(11).fill("/many/a") })), {
    name: "ValidationException",
  });
});

test("those below a path are read page by page, deeper ones if asked", async () => {
  for (const name of ["/tree/a", "/tree/b", "/tree/deep/c", "/treetop/d"]) await put(name, name);
  await put("/tree/s", "s", { Type: "SecureString" });
  const list = async (more: object) => {
    const { Parameters = [], NextToken } = await client.send(new GetParametersByPathCommand({ Path: "/tree", ...more }));
    return [Parameters.map(({ Name }) => Name), NextToken];
  };
  assert.deepEqual(await list({}), [["/tree/a", "/tree/b", "/tree/s"], undefined]);
  assert.deepEqual(await list({ Recursive: true, MaxResults: 3 }), [["/tree/a", "/tree/b", "/tree/deep/c"], "/tree/deep/c"]);
  assert.deepEqual(await list({ Recursive: true, MaxResults: 3, NextToken: "/tree/deep/c" }), [["/tree/s"], undefined]);
  const ParameterFilters = [{ Key: "Type", Values: ["SecureString"] }];
  assert.deepEqual(await list({ ParameterFilters }), [["/tree/s"], undefined]);
  await assert.rejects(list({ Path: "tree" }), { name: "ValidationException", message: /must begin with a forward slash/ });
});

test("what is deleted is not there any more, and begins anew at version 1", async () => {
  await put("/gone", "1");
  await put("/gone", "2", { Overwrite: true });
  await client.send(new DeleteParameterCommand({ Name: "/gone" }));
  await assert.rejects(get("/gone"), { name: "ParameterNotFound" });
  await assert.rejects(client.send(new DeleteParameterCommand({ Name: "/gone" })), { name: "ParameterNotFound" });
  assert.equal((await put("/gone", "3")).Version, 1);
  const { DeletedParameters, InvalidParameters } = await client.send(new DeleteParametersCommand({ Names: ["/gone", "/no"] }));
  assert.deepEqual([DeletedParameters, InvalidParameters], [["/gone"], ["/no"]]);
});

test("what Parameter Store refuses is refused in its words", async () => {
  await assert.rejects(put("a/b", "1"), { message: "Parameter name must be a fully qualified name." });
  await assert.rejects(put("/aws/b", "1"), { name: "ValidationException", message: /can't be prefixed with "aws"/ });
  await assert.rejects(put("/a b", "1"), { name: "ValidationException" });
  await assert.rejects(put("/x".repeat(16), "1"), { name: "HierarchyLevelLimitExceededException" });
  await assert.rejects(put("/typeless", "1", { Type: undefined }), { message: /parameter type is required/ });
  await assert.rejects(put("/big", "a".repeat(4_097)), { message: /^Standard tier parameters support a maximum/ });
  assert.equal((await put("/big", "a".repeat(4_097), { Tier: "Intelligent-Tiering" })).Tier, "Advanced");
  await assert.rejects(put("/number", "a", { AllowedPattern: "^\\d+$" }), { name: "ParameterPatternMismatchException" });
  await assert.rejects(put("/number", "a", { AllowedPattern: "(" }), { name: "InvalidAllowedPatternException" });
});

test("parameters are there again after a restart, a SecureString in no readable form on disk", async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-ssm-"));
  context.after(() => rmSync(dataDir, { recursive: true }));
  const first = await startLocal({ dataDir });
  await first.call("ssm", "PutParameter", { Name: "/kept", Value: "hunter2-hunter2", Type: "SecureString" });
  await first.reset();
  await first.stop();
  assert.ok(!readFileSync(join(dataDir, "foyer.sqlite")).includes("hunter2"));
  const second = await startLocal({ dataDir });
  const { Parameter } = (await second.call("ssm", "GetParameter", { Name: "/kept", WithDecryption: true })) as {
    Parameter: { Value: string };
  };
  assert.equal(Parameter.Value, "hunter2-hunter2");
  await second.stop();
});
