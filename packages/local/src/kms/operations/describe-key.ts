import type { DescribeKeyRequest, DescribeKeyResponse } from "@aws-sdk/client-kms";
import { keyMetadata } from "../key-metadata.ts";
import type { Kms } from "../kms.ts";

export function describeKey(kms: Kms, { KeyId }: DescribeKeyRequest): DescribeKeyResponse {
  return { KeyMetadata: keyMetadata(kms.get(KeyId as string)) };
}
