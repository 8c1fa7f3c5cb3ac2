import type { DeviceType } from "@aws-sdk/client-cognito-identity-provider";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import type { Device } from "./devices.ts";

/** A device as its user sees it. */
export function describeDevice(device: Device): DeviceType {
  return describe(device, { ...stateOf(device), ...addressOf() });
}

/** A device as an administrator sees it, with the attributes that are for developers. */
export function describeDeviceInFull(pool: UserPool, user: User, device: Device): DeviceType {
  const owner = `${user.username}.${pool.id}`;
  return describe(device, {
    ...stateOf(device),
    "dev:device_arn": pool.arn.replace(/:userpool\/.*/, `:owner/${owner}/device/${device.key}`),
    "dev:device_owner": owner,
    ...addressOf(),
    "dev:device_remembered_status": device.remembered ? "remembered" : "not_remembered",
    "dev:device_sdk": device.sdk,
  });
}

function describe(device: Device, attributes: Record<string, string>): DeviceType {
  return {
    DeviceKey: device.key,
    DeviceAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    DeviceCreateDate: new Date(device.createdAt),
    DeviceLastModifiedDate: new Date(device.modifiedAt),
    DeviceLastAuthenticatedDate: new Date(device.authenticatedAt),
  };
}

function stateOf({ name }: Device): Record<string, string> {
  return { device_status: "valid", ...(name !== undefined && { device_name: name }) };
}

/** The local AWS listens on this machine alone. */
function addressOf(): Record<string, string> {
  return { last_ip_used: "127.0.0.1" };
}
