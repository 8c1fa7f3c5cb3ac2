import type { ListRolesRequest, ListRolesResponse } from "@aws-sdk/client-iam";
import { listedRole } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";
import { page } from "../paging.ts";

export const listRoles: IamOperation<ListRolesRequest, ListRolesResponse> = (iam, request) => {
  const list = (after: string, limit: number) => iam.roles.list(after, limit, request.PathPrefix);
  const { items, ...rest } = page(request, list, ({ name }) => name);
  return { Roles: items.map(listedRole), ...rest };
};
