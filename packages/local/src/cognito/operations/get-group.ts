import type { GetGroupRequest, GetGroupResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeGroup } from "../pools/groups.ts";

export const getGroup: CognitoOperation<GetGroupRequest, GetGroupResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { Group: describeGroup(cognito.groups.get(pool.id, request.GroupName as string)) };
};
