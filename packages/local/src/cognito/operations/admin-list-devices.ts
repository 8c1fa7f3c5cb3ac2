import type { AdminListDevicesRequest, AdminListDevicesResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeDeviceInFull } from "../devices/describe-device.ts";
import { readPage } from "../paging.ts";

export const adminListDevices: CognitoOperation<AdminListDevicesRequest, AdminListDevicesResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const { items, next } = readPage({
    list: `AdminListDevices ${user.sub}`,
    token: request.PaginationToken,
    limit: request.Limit,
    read: (after, count) => cognito.devices.list(user, after, count, { rememberedOnly: false }),
    keyOf: ({ key }) => key,
  });
  return { Devices: items.map((device) => describeDeviceInFull(pool, user, device)), PaginationToken: next };
};
