import type { NewDeviceMetadataType } from "@aws-sdk/client-cognito-identity-provider";
import type { SignInAttempt } from "../sign-in/attempt.ts";
import { sdkVersionOf } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import { deviceOf, tracksDevices } from "./known-device.ts";

/** What the tokens of a sign-in, and its answer, say of the device. */
export interface SignedInDevice {
  deviceKey?: string;
  /** For a device that the pool did not know. */
  NewDeviceMetadata?: NewDeviceMetadataType;
}

/** Notes on which device the user has signed in: on the one that the sign-in names, or on a new one. Empty if the pool does not ask. */
export function signedInDevice(attempt: SignInAttempt, user: User): SignedInDevice {
  const { cognito, pool, caller } = attempt;
  if (!tracksDevices(pool)) return {};
  const known = deviceOf(attempt, user);
  if (known) {
    cognito.devices.touch(known);
    return { deviceKey: known.key };
  }
  const { key, groupKey } = cognito.devices.create(caller.client, user, sdkVersionOf(caller.call.userAgent));
  return { deviceKey: key, NewDeviceMetadata: { DeviceKey: key, DeviceGroupKey: groupKey } };
}
