import type { DecryptRequest, DecryptResponse } from "@aws-sdk/client-kms";
import { AwsError } from "../../endpoint/aws-error.ts";
import { decrypt as decryptWith, invalidCiphertext, keyArnOf } from "../ciphertext.ts";
import type { Kms } from "../kms.ts";

export function decrypt(kms: Kms, { CiphertextBlob, EncryptionContext, KeyId }: DecryptRequest): DecryptResponse {
  const ciphertext = CiphertextBlob as Uint8Array;
  const key = kms.find(keyArnOf(ciphertext));
  if (!key) throw invalidCiphertext();
  if (KeyId !== undefined && kms.get(KeyId).arn !== key.arn) {
    const message = "The key ID in the request does not identify a CMK that can perform this operation.";
    throw new AwsError("IncorrectKeyException", message);
  }
  const Plaintext = decryptWith(key, ciphertext, EncryptionContext);
  return { KeyId: key.arn, Plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}
