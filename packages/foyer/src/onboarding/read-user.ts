import type { UserType } from "@aws-sdk/client-cognito-identity-provider";
import { once, requestLimits } from "./aws-client.ts";
import type { EntryKey } from "./ledger-entry.ts";

/** A user as the pool knows them now. */
export interface PoolUser {
  userName: string;
  enabled: boolean;
  /** Milliseconds since the epoch. */
  createdAt: number;
  attributes: Record<string, string>;
}

const cognito = once(async () => {
  const sdk = await import("./sdk/cognito-identity-provider.ts");
  return { sdk, client: new sdk.CognitoIdentityProviderClient({ requestHandler: requestLimits }) };
});

/** Reads the user by `sub`, or gives undefined if the pool has none. The user's status is among the attributes, as in a trigger event. */
export async function readUser({ userPoolId, sub }: EntryKey): Promise<PoolUser | undefined> {
  const { sdk, client } = await cognito();
  try {
    // A local user answers to the sub as to the username.
    const user = await client.send(new sdk.AdminGetUserCommand({ UserPoolId: userPoolId, Username: sub }));
    const found = poolUser({ ...user, Attributes: user.UserAttributes });
    if (found?.attributes.sub === sub) return found;
  } catch (error) {
    if ((error as Error).name !== "UserNotFoundException") throw error;
  }
  // A user of an external provider does not; and another user may bear this sub as a username.
  const Filter = `sub = "${sub.replace(/["\\]/g, "\\$&")}"`;
  const { Users } = await client.send(new sdk.ListUsersCommand({ UserPoolId: userPoolId, Filter, Limit: 1 }));
  const user = Users?.[0];
  return user && poolUser(user);
}

/** A user as the pool describes one, or undefined if it has no name. */
export function poolUser({ Username, Enabled, UserStatus, UserCreateDate, Attributes }: UserType): PoolUser | undefined {
  if (Username === undefined) return undefined;
  const all = Object.fromEntries((Attributes ?? []).map(({ Name, Value }) => [Name, Value ?? ""]));
  const attributes = { ...all, ...(UserStatus && { "cognito:user_status": UserStatus }) };
  return { userName: Username, enabled: Enabled ?? true, createdAt: UserCreateDate?.getTime() ?? 0, attributes };
}
