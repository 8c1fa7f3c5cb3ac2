import type { AdminUpdateDeviceStatusRequest, AdminUpdateDeviceStatusResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { confirmedDevice } from "../devices/known-device.ts";

type Operation = CognitoOperation<AdminUpdateDeviceStatusRequest, AdminUpdateDeviceStatusResponse>;

export const adminUpdateDeviceStatus: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const device = confirmedDevice(cognito, user, request.DeviceKey as string);
  cognito.devices.setRemembered(device, request.DeviceRememberedStatus === "remembered");
  return {};
};
