import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";
import { page } from "../paging.ts";

export const listAttachedRolePolicies: IamOperation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> = (
  iam,
  request,
) => {
  const role = iam.roles.get(request.RoleName as string);
  const list = (after: string, limit: number) => iam.roles.policies.attachedTo(role.arn, after, limit);
  const { items, ...rest } = page(request, list, (arn) => arn);
  const attached = items.map((arn) => iam.policies.get(arn)).filter(({ path }) => path.startsWith(request.PathPrefix ?? "/"));
  return { AttachedPolicies: attached.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...rest };
};
