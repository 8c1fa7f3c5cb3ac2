import type { AdminCreateUserRequest, AdminCreateUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito, CognitoOperation } from "../cognito.ts";
import { type Invitation, sendInvitation } from "../messages/send-invitation.ts";
import { passwordPolicyOf, type UserPool } from "../pools/user-pools.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import { preSignUp } from "../triggers/pre-sign-up.ts";
import { type Attributes, checkNewAttributes, readAttributes } from "../users/attributes.ts";
import { describeUser } from "../users/describe-user.ts";
import { allowsPasswordless } from "../users/passwordless.ts";
import { checkPassword, createTemporaryPassword, keepPassword } from "../users/passwords.ts";
import { createUsername } from "../users/usernames.ts";
import type { User } from "../users/users.ts";

const taken = "User account already exists";

/** Never fires the post confirmation trigger: neither now nor when the user takes a password of their own. */
export const adminCreateUser: CognitoOperation<AdminCreateUserRequest, AdminCreateUserResponse> = async (
  cognito,
  request,
  call,
) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  if (request.MessageAction === "RESEND") return { User: describeUser(await resend(cognito, pool, request, { call })) };
  const name = createUsername(pool, request.Username as string);
  const attributes = readAttributes(request.UserAttributes);
  if (name.attribute) attributes[name.attribute] = request.Username as string;
  checkNewAttributes(pool.schema, attributes);
  // Where people sign in without a password one is made only of what the administrator gives.
  const password = request.TemporaryPassword ?? (allowsPasswordless(pool) ? undefined : createTemporaryPassword(pool));
  if (password !== undefined) checkPassword(pool, password);
  cognito.users.checkFree(pool, name.username, attributes, taken);
  // What the function decides is ignored here; it can only refuse.
  await preSignUp(
    cognito,
    pool,
    { call },
    {
      triggerSource: "PreSignUp_AdminCreateUser",
      username: name.username,
      sub: name.sub,
      attributes,
      validationData: readAttributes(request.ValidationData),
      clientMetadata: request.ClientMetadata,
    },
  );
  cognito.users.checkFree(pool, name.username, attributes, taken);
  const user = storeUser(cognito, pool, { ...name, attributes, password }, request.ForceAliasCreation);
  // The invitation tells the password; without one there is nothing to tell.
  if (request.MessageAction !== "SUPPRESS" && password !== undefined) {
    await sendInvitation(cognito, pool, { call }, user, invitationOf(request, password));
  }
  return { User: describeUser(user) };
};

function storeUser(
  cognito: Cognito,
  pool: UserPool,
  {
    username,
    sub,
    attributes,
    password,
  }: { username: string; sub: string; attributes: Attributes; password: string | undefined },
  moveAlias: boolean | undefined,
): User {
  const hasPassword = password !== undefined;
  const status = hasPassword ? "FORCE_CHANGE_PASSWORD" : "CONFIRMED";
  const kept = hasPassword ? keepPassword(pool, username, password) : undefined;
  const temporaryPasswordExpiresAt = hasPassword ? expiry(cognito, pool) : undefined;
  return cognito.store.write(() => {
    const newUser = { username, sub, status, attributes, password: kept, temporaryPasswordExpiresAt } as const;
    const user = cognito.users.create(pool, newUser, moveAlias);
    cognito.journal.record("user.signed-up", { sub }, { userPoolId: pool.id, status });
    return user;
  });
}

async function resend(cognito: Cognito, pool: UserPool, request: AdminCreateUserRequest, caller: TriggerCaller): Promise<User> {
  const user = cognito.users.get(pool, request.Username as string);
  if (user.status !== "FORCE_CHANGE_PASSWORD") {
    throw new AwsError(
      "UnsupportedUserStateException",
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  }
  const password = request.TemporaryPassword ?? createTemporaryPassword(pool);
  checkPassword(pool, password);
  const invited = cognito.users.update(pool, user, {
    password: keepPassword(pool, user.username, password),
    temporaryPasswordExpiresAt: expiry(cognito, pool),
  });
  await sendInvitation(cognito, pool, caller, invited, invitationOf(request, password));
  return invited;
}

function invitationOf({ Username, DesiredDeliveryMediums }: AdminCreateUserRequest, password: string): Invitation {
  return { username: Username as string, password, media: DesiredDeliveryMediums };
}

function expiry(cognito: Cognito, pool: UserPool): number {
  return cognito.clock.now() + passwordPolicyOf(pool).TemporaryPasswordValidityDays * 86_400_000;
}
