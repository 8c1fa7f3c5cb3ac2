import type { ListAliasesRequest, ListAliasesResponse } from "@aws-sdk/client-kms";
import { keyIdOf } from "../key-metadata.ts";
import type { Kms } from "../kms.ts";
import { page } from "../paging.ts";

export function listAliases(kms: Kms, request: ListAliasesRequest): ListAliasesResponse {
  const key = request.KeyId === undefined ? undefined : kms.get(request.KeyId);
  const { items, ...rest } = page(request, (after, limit) => kms.aliases(after, limit, key));
  const Aliases = items.map(({ arn, keyArn, createdAt }) => ({
    AliasName: arn.slice(arn.indexOf("alias/")),
    AliasArn: arn,
    TargetKeyId: keyIdOf(keyArn),
    CreationDate: new Date(createdAt),
    LastUpdatedDate: new Date(createdAt),
  }));
  return { Aliases, ...rest };
}
