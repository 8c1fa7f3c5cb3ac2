import type { ConfirmDeviceRequest, ConfirmDeviceResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { readDeviceSecret } from "../devices/device-secret.ts";
import { invalidParameter } from "../errors.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

/** The device is remembered by that, unless the pool leaves it to the user. */
export const confirmDevice: CognitoOperation<ConfirmDeviceRequest, ConfirmDeviceResponse> = async (cognito, request) => {
  const { user, pool } = await bearerOf(cognito, request.AccessToken as string);
  const device = cognito.devices.find(user, request.DeviceKey as string);
  if (!device) throw invalidParameter("Invalid device key given.");
  if (device.secret) throw new AwsError("DeviceKeyExistsException", "Device already exists.");
  const secret = readDeviceSecret(request.DeviceSecretVerifierConfig);
  const asksUser = pool.settings.DeviceConfiguration?.DeviceOnlyRememberedOnUserPrompt === true;
  cognito.devices.confirm(device, { name: request.DeviceName, secret, remembered: !asksUser });
  return { UserConfirmationNecessary: asksUser };
};
