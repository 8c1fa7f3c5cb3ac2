import type { ListPoliciesRequest, ListPoliciesResponse } from "@aws-sdk/client-iam";
import { listedPolicy } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";
import type { ManagedPolicy } from "../managed-policies.ts";
import { following, page } from "../paging.ts";

export const listPolicies: IamOperation<ListPoliciesRequest, ListPoliciesResponse> = (iam, request) => {
  const { Scope = "All", OnlyAttached = false, PathPrefix = "/" } = request;
  const isAsked = ({ arn, path, isAws }: ManagedPolicy) =>
    (Scope === "All" || (Scope === "AWS") === isAws) &&
    path.startsWith(PathPrefix) &&
    (!OnlyAttached || iam.roles.policies.attachments(arn) > 0);
  const found = iam.policies
    .list()
    .filter(isAsked)
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const { items, ...rest } = page(
    request,
    following(found, ({ arn }) => arn),
    ({ arn }) => arn,
  );
  return { Policies: items.map((policy) => listedPolicy(iam, policy)), ...rest };
};
