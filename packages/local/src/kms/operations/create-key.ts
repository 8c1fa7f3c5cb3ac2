import type { CreateKeyRequest, CreateKeyResponse } from "@aws-sdk/client-kms";
import { AwsError } from "../../endpoint/aws-error.ts";
import { keyMetadata } from "../key-metadata.ts";
import type { Kms } from "../kms.ts";

export function createKey(kms: Kms, request: CreateKeyRequest): CreateKeyResponse {
  const spec = request.KeySpec ?? request.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  const usage = request.KeyUsage ?? "ENCRYPT_DECRYPT";
  if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT") {
    throw new AwsError("UnsupportedOperationException", "The local AWS has symmetric keys for encryption only");
  }
  return { KeyMetadata: keyMetadata(kms.create({ description: request.Description ?? "" })) };
}
