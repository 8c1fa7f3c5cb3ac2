import { randomBytes } from "node:crypto";
import type { GenerateDataKeyRequest, GenerateDataKeyResponse } from "@aws-sdk/client-kms";
import { encrypt } from "../ciphertext.ts";
import type { Kms } from "../kms.ts";
import { validation } from "../validation.ts";

export function generateDataKey(kms: Kms, request: GenerateDataKeyRequest): GenerateDataKeyResponse {
  const { KeySpec, NumberOfBytes, EncryptionContext } = request;
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validation("Please specify either number of bytes or key spec.");
  }
  const length = NumberOfBytes ?? (KeySpec === "AES_128" ? 16 : 32);
  if (length < 1 || length > 1024) {
    const bound = length < 1 ? "greater than or equal to 1" : "less than or equal to 1024";
    throw validation(
      `1 validation error detected: Value '${length}' at 'numberOfBytes' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  const key = kms.get(request.KeyId as string);
  const Plaintext = randomBytes(length);
  return { KeyId: key.arn, Plaintext, CiphertextBlob: encrypt(key, Plaintext, EncryptionContext) };
}
