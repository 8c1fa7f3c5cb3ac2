import type { UpdateGroupRequest, UpdateGroupResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeGroup } from "../pools/groups.ts";

/** Unlike a pool or a client, a group keeps what the request leaves out. */
export const updateGroup: CognitoOperation<UpdateGroupRequest, UpdateGroupResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const group = cognito.groups.update(cognito.groups.get(pool.id, request.GroupName as string), {
    description: request.Description,
    roleArn: request.RoleArn,
    precedence: request.Precedence,
  });
  return { Group: describeGroup(group) };
};
