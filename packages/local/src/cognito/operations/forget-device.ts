import type { ForgetDeviceRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { confirmedDevice } from "../devices/known-device.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

/** The refresh tokens of the device end with it. */
export const forgetDevice: CognitoOperation<ForgetDeviceRequest, object> = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken ?? "");
  cognito.devices.forget(confirmedDevice(cognito, user, request.DeviceKey as string));
  return {};
};
