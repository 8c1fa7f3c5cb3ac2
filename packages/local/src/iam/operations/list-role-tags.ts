import type { ListRoleTagsRequest, ListRoleTagsResponse } from "@aws-sdk/client-iam";
import { tagList } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";

/** A role has fifty tags at most, so the list has one page. */
export const listRoleTags: IamOperation<ListRoleTagsRequest, ListRoleTagsResponse> = (iam, request) => ({
  Tags: tagList(iam.roles.get(request.RoleName as string).tags),
  IsTruncated: false,
});
