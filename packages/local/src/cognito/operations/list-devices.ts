import type { ListDevicesRequest, ListDevicesResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeDevice } from "../devices/describe-device.ts";
import { readPage } from "../paging.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

/** The devices that are remembered. */
export const listDevices: CognitoOperation<ListDevicesRequest, ListDevicesResponse> = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  const { items, next } = readPage({
    list: `ListDevices ${user.sub}`,
    token: request.PaginationToken,
    limit: request.Limit,
    read: (after, count) => cognito.devices.list(user, after, count, { rememberedOnly: true }),
    keyOf: ({ key }) => key,
  });
  return { Devices: items.map(describeDevice), PaginationToken: next };
};
