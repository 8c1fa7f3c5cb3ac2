import type { AdminGetDeviceRequest, AdminGetDeviceResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeDeviceInFull } from "../devices/describe-device.ts";
import { confirmedDevice } from "../devices/known-device.ts";

export const adminGetDevice: CognitoOperation<AdminGetDeviceRequest, AdminGetDeviceResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  return { Device: describeDeviceInFull(pool, user, confirmedDevice(cognito, user, request.DeviceKey as string)) };
};
