import type { DeletePolicyRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import type { IamOperation } from "../iam.ts";
import { ownPolicy } from "./own-policy.ts";

export const deletePolicy: IamOperation<DeletePolicyRequest> = (iam, request) => {
  const policy = ownPolicy(iam, request.PolicyArn as string);
  const isBoundary = iam.roles.list().some(({ boundary }) => boundary === policy.arn);
  if (isBoundary || iam.roles.policies.attachments(policy.arn) > 0) {
    throw deleteConflict("Cannot delete a policy attached to entities.");
  }
  if (iam.policies.versions(policy).length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    );
  }
  iam.policies.delete(policy);
};
