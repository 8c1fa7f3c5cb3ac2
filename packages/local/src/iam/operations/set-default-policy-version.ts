import type { SetDefaultPolicyVersionRequest } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";
import { ownPolicy } from "./own-policy.ts";

export const setDefaultPolicyVersion: IamOperation<SetDefaultPolicyVersionRequest> = (iam, request) => {
  const policy = ownPolicy(iam, request.PolicyArn as string);
  iam.policies.setDefault(policy, iam.policies.version(policy, request.VersionId as string).id);
};
