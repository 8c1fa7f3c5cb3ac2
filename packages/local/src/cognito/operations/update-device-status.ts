import type { UpdateDeviceStatusRequest, UpdateDeviceStatusResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { confirmedDevice } from "../devices/known-device.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<UpdateDeviceStatusRequest, UpdateDeviceStatusResponse>;

export const updateDeviceStatus: Operation = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  const device = confirmedDevice(cognito, user, request.DeviceKey as string);
  cognito.devices.setRemembered(device, request.DeviceRememberedStatus === "remembered");
  return {};
};
