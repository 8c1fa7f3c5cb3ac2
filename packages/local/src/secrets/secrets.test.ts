import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";

const clientOf = ({ url, region }: LocalAws) =>
  new SecretsManagerClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });

let local: LocalAws;
let client: SecretsManagerClient;
before(async () => {
  local = await startLocal();
  client = clientOf(local);
});
after(async () => {
  client.destroy();
  await local.stop();
});

const read = (SecretId: string, more: Partial<GetSecretValueCommandInput> = {}) =>
  client.send(new GetSecretValueCommand({ SecretId, ...more }));

test("a secret is read by its name, its ARN and its ARN without the suffix", async () => {
  const made = await client.send(new CreateSecretCommand({ Name: "acme/hook", SecretString: "one" }));
  assert.match(made.ARN ?? "", /^arn:aws:secretsmanager:us-east-1:000000000000:secret:acme\/hook-\w{6}$/);
  for (const id of ["acme/hook", made.ARN as string, (made.ARN as string).slice(0, -7)]) {
    const { ARN, Name, SecretString, SecretBinary, VersionId, VersionStages, CreatedDate } = await read(id);
    assert.deepEqual(
      [ARN, Name, SecretString, SecretBinary, VersionStages],
      [made.ARN, "acme/hook", "one", undefined, ["AWSCURRENT"]],
    );
    assert.equal(VersionId, made.VersionId);
    assert.ok(CreatedDate instanceof Date);
  }
});

test("bytes come back as bytes", async () => {
  await client.send(new CreateSecretCommand({ Name: "bytes", SecretBinary: new Uint8Array([0, 255]) }));
  const { SecretBinary, SecretString } = await read("bytes");
  assert.deepEqual([[...(SecretBinary ?? [])], SecretString], [[0, 255], undefined]);
});

test("a new value is the current one, and the one before it the previous one", async () => {
  await client.send(new CreateSecretCommand({ Name: "rotated", SecretString: "one" }));
  const { VersionId = "", VersionStages } = await client.send(
    new PutSecretValueCommand({ SecretId: "rotated", SecretString: "two" }),
  );
  assert.deepEqual(VersionStages, ["AWSCURRENT"]);
  assert.equal((await read("rotated")).SecretString, "two");
  assert.equal((await read("rotated", { VersionStage: "AWSPREVIOUS" })).SecretString, "one");
  assert.equal((await read("rotated", { VersionId })).SecretString, "two");
  await assert.rejects(read("rotated", { VersionId, VersionStage: "AWSPREVIOUS" }), { name: "InvalidRequestException" });
  const pending = { SecretId: "rotated", SecretString: "three", VersionStages: ["AWSPENDING"] };
  await client.send(new PutSecretValueCommand(pending));
  assert.equal((await read("rotated")).SecretString, "two");
  assert.equal((await read("rotated", { VersionStage: "AWSPENDING" })).SecretString, "three");
});

test("a retry with the same token and value changes nothing, another value is refused", async () => {
  const ClientRequestToken = "11111111-2222-3333-4444-555555555555";
  const create = { Name: "retried", SecretString: "one", ClientRequestToken };
  const first = await client.send(new CreateSecretCommand(create));
  assert.equal((await client.send(new CreateSecretCommand(create))).ARN, first.ARN);
  const put = { SecretId: "retried", SecretString: "one", ClientRequestToken };
  assert.equal((await client.send(new PutSecretValueCommand(put))).VersionId, ClientRequestToken);
  const other = client.send(new PutSecretValueCommand({ ...put, SecretString: "two" }));
  await assert.rejects(other, { name: "ResourceExistsException", message: /secret version 1111/ });
});

test("what Secrets Manager refuses is refused in its words", async () => {
  const missing = { name: "ResourceNotFoundException", message: "Secrets Manager can't find the specified secret." };
  await assert.rejects(read("none"), missing);
  await assert.rejects(client.send(new PutSecretValueCommand({ SecretId: "none", SecretString: "a" })), missing);
  await client.send(new CreateSecretCommand({ Name: "empty" }));
  await assert.rejects(read("empty"), {
    name: "ResourceNotFoundException",
    message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
  });
  await assert.rejects(client.send(new CreateSecretCommand({ Name: "empty", SecretString: "a" })), {
    name: "ResourceExistsException",
    message: "The operation failed because the secret empty already exists.",
  });
  await assert.rejects(client.send(new CreateSecretCommand({ Name: "a b" })), { message: /^Invalid name/ });
  await assert.rejects(client.send(new PutSecretValueCommand({ SecretId: "empty" })), { name: "InvalidRequestException" });
  const both = { SecretId: "empty", SecretString: "a", SecretBinary: new Uint8Array([1]) };
  await assert.rejects(client.send(new PutSecretValueCommand(both)), { name: "InvalidRequestException" });
  await assert.rejects(client.send(new PutSecretValueCommand({ SecretId: "empty", SecretString: "a".repeat(65_537) })));
});

test("secrets are there again after a restart, and after a reset", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-secrets-"));
  const first = await startLocal({ dataDir });
  await first.call("secretsmanager", "CreateSecret", { Name: "kept", SecretString: "one" });
  await first.reset();
  await first.stop();
  const second = await startLocal({ dataDir });
  assert.equal(
    ((await second.call("secretsmanager", "GetSecretValue", { SecretId: "kept" })) as { SecretString: string }).SecretString,
    "one",
  );
  await second.stop();
  rmSync(dataDir, { recursive: true });
});
