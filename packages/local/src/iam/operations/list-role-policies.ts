import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";
import { page } from "../paging.ts";

export const listRolePolicies: IamOperation<ListRolePoliciesRequest, ListRolePoliciesResponse> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const list = (after: string, limit: number) => iam.roles.policies.names(role, after, limit);
  const { items, ...rest } = page(request, list, (name) => name);
  return { PolicyNames: items, ...rest };
};
