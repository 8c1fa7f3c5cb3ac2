import type { ListKeysRequest, ListKeysResponse } from "@aws-sdk/client-kms";
import { keyIdOf } from "../key-metadata.ts";
import type { Kms } from "../kms.ts";
import { page } from "../paging.ts";

export function listKeys(kms: Kms, request: ListKeysRequest): ListKeysResponse {
  const { items, ...rest } = page(request, (after, limit) => kms.list(after, limit));
  return { Keys: items.map(({ arn }) => ({ KeyId: keyIdOf(arn), KeyArn: arn })), ...rest };
}
