import type { TagRoleRequest } from "@aws-sdk/client-iam";
import { checkTags } from "../checks.ts";
import { tagRecord } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";

export const tagRole: IamOperation<TagRoleRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const added = tagRecord(request.Tags);
  checkTags(added, request.Tags?.length ?? 0);
  // A key that differs in its case only is the same key, and takes the place of the one that was there.
  const replaced = new Set(Object.keys(added).map((key) => key.toLowerCase()));
  const kept = Object.entries(role.tags).filter(([key]) => !replaced.has(key.toLowerCase()));
  const tags = { ...Object.fromEntries(kept), ...added };
  checkTags(tags, 0);
  iam.roles.update(role, { tags });
};
