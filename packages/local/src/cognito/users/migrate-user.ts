import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { sendInvitation } from "../messages/send-invitation.ts";
import { setPreference } from "../mfa/set-preference.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { preSignUp } from "../triggers/pre-sign-up.ts";
import { type MigratedUser, type UserMigrationRequest, userMigration } from "../triggers/user-migration.ts";
import { checkNewAttributes } from "./attributes.ts";
import { keepPassword } from "./passwords.ts";
import { createSub, createUsername, type NewUsername } from "./usernames.ts";
import type { User } from "./users.ts";

/**
 * Asks the user migration trigger for a user whom the pool does not know, and takes the user over. The password is kept without
 * regard to the pool's policy, and the post confirmation trigger is not fired.
 * @returns undefined if the pool has no such trigger, and if the function knows no such user and the client must not learn so.
 * @throws UserNotFoundException if the function knows no such user or describes one that the pool cannot have
 */
export async function migrateUser(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  request: Omit<UserMigrationRequest, "sub">,
): Promise<User | undefined> {
  const functionArn = pool.settings.LambdaConfig?.UserMigration;
  if (!functionArn) return undefined;
  const sub = createSub();
  const migrated = await userMigration(cognito, pool, caller, functionArn, { ...request, sub });
  if (!migrated && hidesUserExistence(caller.client)) return undefined;
  const failed = new AwsError("UserNotFoundException", `Exception migrating user in app client ${caller.client.id}`);
  if (!migrated) throw failed;
  const { username: otherUsername, ...attributes } = migrated.attributes;
  try {
    const name = createUsername(pool, otherUsername ?? request.username, sub);
    if (name.attribute) attributes[name.attribute] ??= request.username;
    checkNewAttributes(pool.schema, attributes);
    await preSignUp(cognito, pool, caller, {
      // The answer of a migration has AdminCreateUser's options, so this is the source that fits; AWS names none.
      triggerSource: "PreSignUp_AdminCreateUser",
      username: name.username,
      sub,
      attributes,
      validationData: request.validationData,
      clientMetadata: request.clientMetadata,
    });
    // Another sign-in of the same user may have been faster.
    const meanwhile = cognito.users.find(pool, request.username);
    if (meanwhile) return meanwhile;
    const user = storeUser(cognito, pool, name, request.password, { ...migrated, attributes });
    // A welcome names the password, and who forgot it is sent a code instead.
    if (request.password !== undefined && !migrated.suppressed) {
      const { username, password } = request;
      await sendInvitation(cognito, pool, caller, user, { username, password, media: migrated.desiredDeliveryMediums });
    }
    return user;
  } catch (error) {
    if (error instanceof AwsError && refusals.includes(error.name)) throw failed;
    throw error;
  }
}

const refusals = ["InvalidParameterException", "UsernameExistsException", "AliasExistsException"];

function storeUser(
  cognito: Cognito,
  pool: UserPool,
  { sub, username }: NewUsername,
  given: string | undefined,
  { attributes, status, forceAliasCreation, smsMfa }: MigratedUser,
): User {
  cognito.users.checkFree(pool, username, forceAliasCreation ? {} : attributes, "User already exists");
  const password = given !== undefined && status === "CONFIRMED" ? keepPassword(pool, username, given) : undefined;
  return cognito.store.write(() => {
    const user = cognito.users.create(
      pool,
      { username, sub, status, attributes, password, temporaryPasswordExpiresAt: undefined },
      forceAliasCreation,
    );
    if (smsMfa) setPreference(cognito, user, { SMSMfaSettings: { Enabled: true } });
    cognito.journal.record("user.signed-up", { sub }, { userPoolId: pool.id, status });
    return user;
  });
}
