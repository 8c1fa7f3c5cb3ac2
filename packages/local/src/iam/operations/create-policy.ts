import type { CreatePolicyRequest, CreatePolicyResponse } from "@aws-sdk/client-iam";
import { checkManagedPolicySize, checkName, checkPath, checkTags } from "../checks.ts";
import { listedPolicy, tagList, tagRecord } from "../descriptions.ts";
import { parsePolicy } from "../evaluate/policy-document.ts";
import type { IamOperation } from "../iam.ts";

export const createPolicy: IamOperation<CreatePolicyRequest, CreatePolicyResponse> = (iam, request) => {
  const { Path: path = "/", Description: description } = request;
  const name = request.PolicyName as string;
  const document = request.PolicyDocument as string;
  const tags = tagRecord(request.Tags);
  checkName("policyName", name);
  checkPath(path);
  checkTags(tags, request.Tags?.length ?? 0);
  parsePolicy(document, "identity");
  checkManagedPolicySize(document);
  const policy = iam.policies.create({ name, path, description, tags, document });
  return { Policy: { ...listedPolicy(iam, policy), ...(request.Tags?.length && { Tags: tagList(tags) }) } };
};
