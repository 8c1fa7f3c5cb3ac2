import type { CreateGroupRequest, CreateGroupResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeGroup } from "../pools/groups.ts";

export const createGroup: CognitoOperation<CreateGroupRequest, CreateGroupResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const group = cognito.groups.create({
    userPoolId: pool.id,
    name: request.GroupName as string,
    description: request.Description,
    roleArn: request.RoleArn,
    precedence: request.Precedence,
  });
  return { Group: describeGroup(group) };
};
