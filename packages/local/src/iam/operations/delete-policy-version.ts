import type { DeletePolicyVersionRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import type { IamOperation } from "../iam.ts";
import { ownPolicy } from "./own-policy.ts";

export const deletePolicyVersion: IamOperation<DeletePolicyVersionRequest> = (iam, request) => {
  const policy = ownPolicy(iam, request.PolicyArn as string);
  const { id } = iam.policies.version(policy, request.VersionId as string);
  if (id === policy.defaultVersion) throw deleteConflict("Cannot delete the default version of a policy.");
  iam.policies.deleteVersion(policy, id);
};
