import type { Policy, Role as RoleDescription, Tag } from "@aws-sdk/client-iam";
import type { Iam } from "./iam.ts";
import type { ManagedPolicy } from "./managed-policies.ts";
import type { Role } from "./roles.ts";

/** A role as CreateRole and GetRole show it. */
export function describeRole(role: Role): RoleDescription {
  const { boundary, tags } = role;
  return {
    ...listedRole(role),
    ...(boundary !== undefined && {
      PermissionsBoundary: { PermissionsBoundaryType: "PermissionsBoundaryPolicy" as const, PermissionsBoundaryArn: boundary },
    }),
    ...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
  };
}

/** A role as ListRoles shows it, without boundary and tags. */
export function listedRole(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

/** A managed policy as ListPolicies shows it. */
export function listedPolicy(iam: Iam, policy: ManagedPolicy): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: iam.roles.policies.attachments(policy.arn),
    PermissionsBoundaryUsageCount: iam.roles.list().filter(({ boundary }) => boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

/** A managed policy as CreatePolicy and GetPolicy show it. */
export function describePolicy(iam: Iam, policy: ManagedPolicy): Policy {
  return {
    ...listedPolicy(iam, policy),
    ...(policy.description !== undefined && { Description: policy.description }),
    ...(Object.keys(policy.tags).length > 0 && { Tags: tagList(policy.tags) }),
  };
}

/** Policies are percent-encoded in answers, as RFC 3986 has it. */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function tagList(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function tagRecord(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key as string, Value as string]));
}
