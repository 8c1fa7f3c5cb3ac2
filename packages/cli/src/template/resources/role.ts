import type { LocalAws } from "@foyer/local";
import { type ResourceType, unless } from "../resource-type.ts";

interface Role {
  readonly RoleName?: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: number;
  readonly PermissionsBoundary?: string;
  readonly Tags?: unknown;
  readonly AssumeRolePolicyDocument: object;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: object }[];
}

/** A role with the policies that stand in it. Those of resources of their own are put later, and stay. */
export const role: ResourceType = {
  fixed: ["Path", "PermissionsBoundary"],
  async put({ properties, name, earlier }, { local }) {
    const { AssumeRolePolicyDocument, ManagedPolicyArns = [], Policies = [], ...rest } = properties as unknown as Role;
    const PolicyDocument = JSON.stringify(AssumeRolePolicyDocument);
    const request = { RoleName: name, ...rest };
    const { RoleName, Description, MaxSessionDuration } = request;
    const made = local.call("iam", "CreateRole", { ...request, AssumeRolePolicyDocument: PolicyDocument });
    if ((await unless(["EntityAlreadyExistsException", "EntityAlreadyExists"], made)) === undefined) {
      await local.call("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
      await local.call("iam", "UpdateRole", { RoleName, ...(Description && { Description }), MaxSessionDuration });
    }
    const before = (earlier?.properties ?? {}) as Partial<Role>;
    for (const PolicyArn of before.ManagedPolicyArns ?? [])
      if (!ManagedPolicyArns.includes(PolicyArn)) await local.call("iam", "DetachRolePolicy", { RoleName, PolicyArn });
    for (const PolicyArn of ManagedPolicyArns) await local.call("iam", "AttachRolePolicy", { RoleName, PolicyArn });
    for (const { PolicyName } of before.Policies ?? [])
      if (!Policies.some((policy) => policy.PolicyName === PolicyName))
        await local.call("iam", "DeleteRolePolicy", { RoleName, PolicyName });
    for (const { PolicyName, PolicyDocument } of Policies)
      await local.call("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
    const { Role } = (await local.call("iam", "GetRole", { RoleName })) as { Role: { Arn: string; RoleId: string } };
    return { physicalId: RoleName, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
  },
  remove: async ({ physicalId: RoleName, properties }, { local }) => {
    for (const { PolicyName } of (properties as unknown as Role).Policies ?? []) await forget(local, RoleName, PolicyName);
    for (const PolicyArn of (properties as unknown as Role).ManagedPolicyArns ?? [])
      await local.call("iam", "DetachRolePolicy", { RoleName, PolicyArn });
    await local.call("iam", "DeleteRole", { RoleName });
  },
};

function forget(local: LocalAws, RoleName: string, PolicyName: string): Promise<unknown> {
  return local.call("iam", "DeleteRolePolicy", { RoleName, PolicyName });
}
