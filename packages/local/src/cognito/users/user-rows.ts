import type { UserStatusType } from "@aws-sdk/client-cognito-identity-provider";
import type { User } from "./users.ts";

/** A row of `cognito_user` as a user. */
export function readUser(row: Record<string, unknown>): User {
  return {
    id: row.id as number,
    userPoolId: row.user_pool_id as string,
    username: row.username as string,
    sub: row.sub as string,
    status: row.status as UserStatusType,
    enabled: row.enabled === 1,
    attributes: JSON.parse(row.attributes as string),
    password: row.password_salt
      ? { salt: row.password_salt as Uint8Array, verifier: row.password_verifier as Uint8Array }
      : undefined,
    temporaryPasswordExpiresAt: (row.temporary_password_expires_at as number | null) ?? undefined,
    failedSignIns: row.failed_sign_ins as number,
    lastFailedSignInAt: (row.last_failed_sign_in_at as number | null) ?? undefined,
    createdAt: row.created_at as number,
    modifiedAt: row.modified_at as number,
  };
}
