import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { buildClient, CommitmentPolicy, getClient, KmsKeyringNode } from "@aws-crypto/client-node";
import { KMS } from "@aws-sdk/client-kms";
import { startKms } from "./test-kms.ts";

const arn = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const context = { "userpool-id": "us-east-1_abcdefghi" };

let kms: Awaited<ReturnType<typeof startKms>>;
let keyring: KmsKeyringNode;
before(async () => {
  kms = await startKms();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  keyring = new KmsKeyringNode({ keyIds: [arn], clientProvider: getClient(KMS, { credentials, endpoint: kms.url }) });
});
after(async () => {
  await kms.stop();
  assert.deepEqual(kms.failures, []);
});

describe("a message of the AWS Encryption SDK", () => {
  it("is read by AWS's own library, under a key that nobody created before", async () => {
    const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
    for (const plaintext of ["123456", "Ünï <b>", ""]) {
      const message = Buffer.from(kms.kms.encryptMessage(arn, plaintext, context), "base64");
      const read = await decrypt(keyring, message);
      assert.equal(read.plaintext.toString(), plaintext);
      assert.equal(read.messageHeader.encryptionContext["userpool-id"], context["userpool-id"]);
      assert.ok(read.messageHeader.encryptionContext["aws-crypto-public-key"]);
    }
  });

  it("has no key commitment, so that a client that insists on it refuses it as it does on AWS", async () => {
    const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    const message = Buffer.from(kms.kms.encryptMessage(arn, "123456", context), "base64");
    await assert.rejects(decrypt(keyring, message), /requiring only committed messages/);
  });

  it("that was tampered with anywhere is refused", async () => {
    const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
    const message = Buffer.from(kms.kms.encryptMessage(arn, "123456", context), "base64");
    for (const at of [40, message.length / 2, message.length - 2].map(Math.floor)) {
      const changed = Buffer.from(message);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await assert.rejects(decrypt(keyring, changed));
    }
  });
});
