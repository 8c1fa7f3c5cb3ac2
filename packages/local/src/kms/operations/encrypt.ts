import type { EncryptRequest, EncryptResponse } from "@aws-sdk/client-kms";
import { encrypt as encryptWith } from "../ciphertext.ts";
import type { Kms } from "../kms.ts";
import { checkPlaintext } from "../validation.ts";

export function encrypt(kms: Kms, { KeyId, Plaintext, EncryptionContext }: EncryptRequest): EncryptResponse {
  const plaintext = Plaintext as Uint8Array;
  checkPlaintext(plaintext);
  const key = kms.get(KeyId as string);
  const CiphertextBlob = encryptWith(key, plaintext, EncryptionContext);
  return { KeyId: key.arn, CiphertextBlob, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}
