import type { CreateRoleRequest, CreateRoleResponse } from "@aws-sdk/client-iam";
import { checkMaxSessionDuration, checkName, checkPath, checkTags, checkTrustPolicySize } from "../checks.ts";
import { describeRole, tagRecord } from "../descriptions.ts";
import { parsePolicy } from "../evaluate/policy-document.ts";
import type { IamOperation } from "../iam.ts";
import { boundaryPolicy } from "./boundary-policy.ts";

export const createRole: IamOperation<CreateRoleRequest, CreateRoleResponse> = (iam, request) => {
  const { Path: path = "/", MaxSessionDuration: maxSessionSeconds = 3600, Description: description } = request;
  const name = request.RoleName as string;
  const trustPolicy = request.AssumeRolePolicyDocument as string;
  const tags = tagRecord(request.Tags);
  checkName("roleName", name);
  checkPath(path);
  checkMaxSessionDuration(maxSessionSeconds);
  checkTags(tags, request.Tags?.length ?? 0);
  parsePolicy(trustPolicy, "trust");
  checkTrustPolicySize(trustPolicy);
  const boundary = request.PermissionsBoundary && boundaryPolicy(iam, request.PermissionsBoundary);
  const role = iam.roles.create({ name, path, trustPolicy, description, maxSessionSeconds, boundary, tags });
  return { Role: describeRole(role) };
};
