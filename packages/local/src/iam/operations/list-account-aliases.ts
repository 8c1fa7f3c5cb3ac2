import type { ListAccountAliasesResponse } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";

/** The account has no alias. */
export const listAccountAliases: IamOperation<unknown, ListAccountAliasesResponse> = () => ({
  AccountAliases: [],
  IsTruncated: false,
});
