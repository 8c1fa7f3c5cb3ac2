import type { Database } from "./database.ts";
import type { Input } from "./dynalite.ts";

/**
 * What DescribeTable tells of the protection, class, encryption and stream that a request asks for; what it does not name is left out.
 * The stream is noted and not kept, so it has no ARN.
 */
export function describedMembers(input: Input, { accountId, clock, region }: Database): Record<string, unknown> {
  const { DeletionProtectionEnabled, SSESpecification, StreamSpecification, TableClass } = input;
  return {
    ...(DeletionProtectionEnabled !== undefined && { DeletionProtectionEnabled }),
    ...(TableClass && { TableClassSummary: { TableClass, LastUpdateDateTime: clock.now() / 1_000 } }),
    ...(StreamSpecification && { StreamSpecification: StreamSpecification.StreamEnabled ? StreamSpecification : undefined }),
    ...(SSESpecification && { SSEDescription: sseDescription() }),
  };

  /** Without its own key a table is encrypted by one of DynamoDB's, of which AWS tells nothing. */
  function sseDescription() {
    if (!SSESpecification.Enabled) return undefined;
    const key: string = SSESpecification.KMSMasterKeyId ?? "alias/aws/dynamodb";
    const KMSMasterKeyArn = key.startsWith("arn:")
      ? key
      : `arn:aws:kms:${region}:${accountId}:${/^alias\//.test(key) ? "" : "key/"}${key}`;
    return { Status: "ENABLED", SSEType: SSESpecification.SSEType ?? "KMS", KMSMasterKeyArn };
  }
}
