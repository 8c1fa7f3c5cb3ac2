import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { Key } from "./kms.ts";

/** A key as CreateKey and DescribeKey show it. */
export function keyMetadata(key: Key): KeyMetadata {
  return {
    AWSAccountId: key.arn.split(":")[4],
    KeyId: keyIdOf(key.arn),
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: true,
    Description: key.description,
    KeyUsage: "ENCRYPT_DECRYPT",
    KeyState: "Enabled",
    Origin: "AWS_KMS",
    KeyManager: "CUSTOMER",
    CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
    KeySpec: "SYMMETRIC_DEFAULT",
    EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
    MultiRegion: false,
  };
}

/** What stands in a key's ARN after `key/`. */
export function keyIdOf(arn: string): string {
  return arn.slice(arn.indexOf("/") + 1);
}
