import type { PolicyVersion as VersionDescription } from "@aws-sdk/client-iam";
import type { ManagedPolicy, PolicyVersion } from "../managed-policies.ts";

/** A version as the lists show it, without its document. */
export function describeVersion({ defaultVersion }: ManagedPolicy, { id, createdAt }: PolicyVersion): VersionDescription {
  return { VersionId: id, IsDefaultVersion: id === defaultVersion, CreateDate: new Date(createdAt) };
}
