import type { SignUpRequest, SignUpResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito, CognitoOperation } from "../cognito.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";
import { signUpChannel } from "../messages/code-delivery.ts";
import { sendCode } from "../messages/send-code.ts";
import { appClientOf } from "../pools/app-client-request.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { allowsFlow } from "../pools/auth-flows.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { checkDecision, type PreSignUpDecision, preSignUp } from "../triggers/pre-sign-up.ts";
import { checkPreferredUsername } from "../users/aliases.ts";
import { type Attributes, checkNewAttributes, checkWritable, readAttributes } from "../users/attributes.ts";
import { allowsPasswordless } from "../users/passwordless.ts";
import { checkPassword, type KeptPassword, keepPassword } from "../users/passwords.ts";
import { openSignUp } from "../users/sign-up-session.ts";
import { createUsername, type NewUsername } from "../users/usernames.ts";
import type { User } from "../users/users.ts";

const taken = "User already exists";

export const signUp: CognitoOperation<SignUpRequest, SignUpResponse> = async (cognito, request, call) => {
  const { client, pool } = appClientOf(cognito, request);
  const caller = { call, client };
  if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
    throw notAuthorized("SignUp is not permitted for this user pool");
  }
  const name = createUsername(pool, request.Username as string);
  const attributes = readAttributes(request.UserAttributes);
  checkWritable(client, attributes);
  if (name.attribute) attributes[name.attribute] = request.Username as string;
  checkNewAttributes(pool.schema, attributes);
  checkPreferredUsername(pool, attributes, false);
  const given = passwordOf(pool, client, request);
  cognito.users.checkFree(pool, name.username, attributes, taken);
  const decision = await preSignUp(cognito, pool, caller, {
    triggerSource: "PreSignUp_SignUp",
    username: name.username,
    sub: name.sub,
    attributes,
    validationData: readAttributes(request.ValidationData),
    clientMetadata: request.ClientMetadata,
  });
  checkDecision(decision, attributes);
  const password = given === undefined ? undefined : keepPassword(pool, name.username, given);
  // While the function ran another sign-up may have taken the name.
  cognito.users.checkFree(pool, name.username, attributes, taken);
  const user = storeUser(cognito, pool, name, attributes, password, decision);
  const { ClientMetadata } = request;
  if (decision.autoConfirmUser) {
    await postConfirmation(cognito, pool, user, "PostConfirmation_ConfirmSignUp", caller, ClientMetadata);
    return { UserConfirmed: true, UserSub: user.sub };
  }
  const channel = signUpChannel(pool, user.attributes);
  const Session = channel && openSignUp(cognito, client, user);
  // The user stays, UNCONFIRMED, even if the message cannot be sent.
  const delivery = channel && (await sendCode(cognito, pool, caller, user, "confirm-sign-up", channel, ClientMetadata));
  return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails: delivery, Session };
};

/** @returns undefined for a user who will sign in without one. @throws InvalidParameterException, InvalidPasswordException */
function passwordOf(pool: UserPool, client: AppClient, { Password }: SignUpRequest): string | undefined {
  if (Password !== undefined) {
    checkPassword(pool, Password);
    return Password;
  }
  if (allowsPasswordless(pool) && allowsFlow(client, "USER_AUTH")) return undefined;
  throw invalidParameter(
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
  );
}

function storeUser(
  cognito: Cognito,
  pool: UserPool,
  { username, sub }: NewUsername,
  given: Attributes,
  password: KeptPassword | undefined,
  { autoConfirmUser, autoVerifyEmail, autoVerifyPhone }: PreSignUpDecision,
): User {
  const status = autoConfirmUser ? "CONFIRMED" : "UNCONFIRMED";
  const attributes: Attributes = {
    ...given,
    ...(given.email && { email_verified: String(autoVerifyEmail) }),
    ...(given.phone_number && { phone_number_verified: String(autoVerifyPhone) }),
  };
  return cognito.store.write(() => {
    const user = cognito.users.create(
      pool,
      { username, sub, status, attributes, password, temporaryPasswordExpiresAt: undefined },
      // A name that the function declares verified moves here from whoever has it.
      autoVerifyEmail || autoVerifyPhone,
    );
    cognito.journal.record("user.signed-up", { sub }, { userPoolId: pool.id, status });
    if (autoConfirmUser) cognito.journal.record("user.confirmed", { sub }, { userPoolId: pool.id, by: "SignUp" });
    return user;
  });
}
