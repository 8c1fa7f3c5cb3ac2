import type { AdminForgetDeviceRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { confirmedDevice } from "../devices/known-device.ts";

export const adminForgetDevice: CognitoOperation<AdminForgetDeviceRequest, object> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  cognito.devices.forget(confirmedDevice(cognito, user, request.DeviceKey as string));
  return {};
};
