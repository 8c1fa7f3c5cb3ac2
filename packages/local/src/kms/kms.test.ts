import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  ListAliasesCommand,
  ListKeysCommand,
} from "@aws-sdk/client-kms";
import { startKms } from "./test-kms.ts";

let kms: Awaited<ReturnType<typeof startKms>>;
before(async () => {
  kms = await startKms();
});
after(async () => {
  await kms.stop();
  assert.deepEqual(kms.failures, []);
});

async function createKey(Description?: string): Promise<{ KeyId: string; Arn: string }> {
  const { KeyMetadata } = await kms.client.send(new CreateKeyCommand({ Description }));
  return { KeyId: KeyMetadata?.KeyId as string, Arn: KeyMetadata?.Arn as string };
}

describe("a key", () => {
  it("is described by its id, its ARN and its alias alike", async () => {
    const { KeyId, Arn } = await createKey("codes");
    await kms.client.send(new CreateAliasCommand({ AliasName: "alias/codes", TargetKeyId: KeyId }));
    for (const name of [KeyId, Arn, "alias/codes", "arn:aws:kms:us-east-1:000000000000:alias/codes"]) {
      const { KeyMetadata } = await kms.client.send(new DescribeKeyCommand({ KeyId: name }));
      assert.equal(KeyMetadata?.Arn, Arn);
      assert.equal(KeyMetadata?.Description, "codes");
    }
    await assert.rejects(kms.client.send(new DescribeKeyCommand({ KeyId: "none" })), {
      name: "NotFoundException",
      message: "Key 'arn:aws:kms:us-east-1:000000000000:key/none' does not exist",
    });
  });

  it("decrypts what it encrypted, in the same context only", async () => {
    const { Arn } = await createKey();
    const Plaintext = Buffer.from("secret");
    const { CiphertextBlob } = await kms.client.send(
      new EncryptCommand({ KeyId: Arn, Plaintext, EncryptionContext: { a: "1", b: "2" } }),
    );
    const decrypt = (EncryptionContext?: Record<string, string>, KeyId?: string) =>
      kms.client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext, KeyId }));
    const answer = await decrypt({ b: "2", a: "1" });
    assert.equal(Buffer.from(answer.Plaintext as Uint8Array).toString(), "secret");
    assert.equal(answer.KeyId, Arn);
    await assert.rejects(decrypt({ a: "1" }), { name: "InvalidCiphertextException" });
    await assert.rejects(decrypt(), { name: "InvalidCiphertextException" });
    const other = await createKey();
    await assert.rejects(decrypt({ a: "1", b: "2" }, other.Arn), { name: "IncorrectKeyException" });
  });

  it("makes data keys of the asked length, which it can read again", async () => {
    const { Arn } = await createKey();
    const made = await kms.client.send(new GenerateDataKeyCommand({ KeyId: Arn, KeySpec: "AES_256" }));
    assert.equal(made.Plaintext?.length, 32);
    const { Plaintext } = await kms.client.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
    assert.deepEqual(Plaintext, made.Plaintext);
    const short = await kms.client.send(new GenerateDataKeyCommand({ KeyId: Arn, NumberOfBytes: 7 }));
    assert.equal(short.Plaintext?.length, 7);
    await assert.rejects(kms.client.send(new GenerateDataKeyCommand({ KeyId: Arn })), { name: "ValidationException" });
  });

  it("refuses a plaintext of more than 4096 bytes and a ciphertext that is none", async () => {
    const { Arn } = await createKey();
    const Plaintext = new Uint8Array(4097);
    await assert.rejects(kms.client.send(new EncryptCommand({ KeyId: Arn, Plaintext })), { name: "ValidationException" });
    for (const CiphertextBlob of [Buffer.from("x"), Buffer.alloc(0), Buffer.from([1, 255, 255, 0]), Buffer.alloc(80, 1)]) {
      await assert.rejects(kms.client.send(new DecryptCommand({ CiphertextBlob })), { name: "InvalidCiphertextException" });
    }
  });

  it("that does not encrypt symmetrically is not made", async () => {
    await assert.rejects(kms.client.send(new CreateKeyCommand({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" })), {
      name: "UnsupportedOperationException",
    });
  });
});

describe("the lists of keys and aliases", () => {
  it("come in pages", async () => {
    const arns = [(await createKey()).Arn, (await createKey()).Arn, (await createKey()).Arn];
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const found = await kms.client.send(new ListKeysCommand({ Limit: 1, Marker }));
      seen.push(...(found.Keys ?? []).map(({ KeyArn }) => KeyArn));
      Marker = found.NextMarker;
    } while (Marker);
    for (const arn of arns) assert.equal(seen.filter((one) => one === arn).length, 1);
  });

  it("name the aliases of one key", async () => {
    const one = await createKey();
    const two = await createKey();
    await kms.client.send(new CreateAliasCommand({ AliasName: "alias/one", TargetKeyId: one.KeyId }));
    await kms.client.send(new CreateAliasCommand({ AliasName: "alias/two", TargetKeyId: two.KeyId }));
    const { Aliases } = await kms.client.send(new ListAliasesCommand({ KeyId: one.Arn }));
    assert.deepEqual(
      Aliases?.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId]),
      [["alias/one", one.KeyId]],
    );
    await assert.rejects(kms.client.send(new CreateAliasCommand({ AliasName: "alias/one", TargetKeyId: two.KeyId })), {
      name: "AlreadyExistsException",
    });
    await assert.rejects(kms.client.send(new CreateAliasCommand({ AliasName: "alias/aws/x", TargetKeyId: two.KeyId })), {
      name: "InvalidAliasNameException",
    });
  });
});
