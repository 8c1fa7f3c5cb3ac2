import type { GetDeviceRequest, GetDeviceResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeDevice } from "../devices/describe-device.ts";
import { confirmedDevice } from "../devices/known-device.ts";
import { resourceNotFound } from "../errors.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

/** A device that is not remembered is nothing to its user. */
export const getDevice: CognitoOperation<GetDeviceRequest, GetDeviceResponse> = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken ?? "");
  const device = confirmedDevice(cognito, user, request.DeviceKey as string);
  if (!device.remembered) throw resourceNotFound("Device does not exist.");
  return { Device: describeDevice(device) };
};
