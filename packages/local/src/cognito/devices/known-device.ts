import type { Cognito } from "../cognito.ts";
import { resourceNotFound } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInAttempt } from "../sign-in/attempt.ts";
import type { User } from "../users/users.ts";
import type { Device } from "./devices.ts";

/** True if sign-ins to the pool are told apart by device. */
export function tracksDevices(pool: UserPool): boolean {
  return pool.settings.DeviceConfiguration !== undefined;
}

/** A device that was confirmed; as many as ConfirmDevice has seen. */
export type ConfirmedDevice = Device & { secret: NonNullable<Device["secret"]> };

/** @throws ResourceNotFoundException for a device that is not the user's, not confirmed or forgotten */
export function confirmedDevice(cognito: Cognito, user: User, key: string): ConfirmedDevice {
  const device = cognito.devices.find(user, key);
  if (!device?.secret) throw resourceNotFound("Device does not exist.");
  return { ...device, secret: device.secret };
}

/**
 * The device that a sign-in names; undefined if it names none, or the pool does not ask.
 * @throws ResourceNotFoundException, by which clients notice that their device was forgotten
 */
export function deviceOf({ cognito, pool, deviceKey }: SignInAttempt, user: User): ConfirmedDevice | undefined {
  return tracksDevices(pool) && deviceKey ? confirmedDevice(cognito, user, deviceKey) : undefined;
}

/** True if a sign-in on the device needs no second factor. */
export function standsForSecondFactor(pool: UserPool, device: Device | undefined): boolean {
  return device?.remembered === true && pool.settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice === true;
}
