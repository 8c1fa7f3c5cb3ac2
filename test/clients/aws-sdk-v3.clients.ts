import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  NotAuthorizedException,
  paginateListUsers,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  UserNotConfirmedException,
  UserNotFoundException,
  UsernameExistsException,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { claimsOf, credentials, type LocalPools, newPassword, password, startPools, wrong } from "./local-pool.ts";
import { totp } from "./totp.ts";

// The tests of this file are one user's way through the pool, in their order.

let local: LocalPools;
let cognito: CognitoIdentityProviderClient;
let UserPoolId: string;
let ClientId: string;
const Username = "ann@example.com";

before(async () => {
  local = await startPools();
  cognito = new CognitoIdentityProviderClient({ endpoint: local.aws.url, region: local.aws.region, credentials });
  const created = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: "main",
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    }),
  );
  UserPoolId = created.UserPool?.Id as string;
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const, "ALLOW_REFRESH_TOKEN_AUTH" as const];
  const made = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app", ExplicitAuthFlows }));
  ClientId = made.UserPoolClient?.ClientId as string;
});
after(async () => {
  cognito.destroy();
  await local.stop();
});

const signIn = (PASSWORD: string, USERNAME = Username) =>
  cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } }));

const tokens = async (PASSWORD: string) => (await signIn(PASSWORD)).AuthenticationResult ?? {};

test("a sign-up is confirmed by the code in the mail, and by no other", async () => {
  await cognito.send(new SignUpCommand({ ClientId, Username, Password: password }));
  await assert.rejects(signIn(password), UserNotConfirmedException);
  await assert.rejects(
    cognito.send(new SignUpCommand({ ClientId, Username, Password: password })),
    (error) => error instanceof UsernameExistsException && error.$metadata.httpStatusCode === 400,
  );
  const code = local.codeFor(Username);
  const confirm = (ConfirmationCode: string) => cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  await assert.rejects(
    confirm(wrong(code)),
    (error) => error instanceof CodeMismatchException && /Invalid verification code provided/.test(error.message),
  );
  await confirm(code);
});

test("a sign-in gives tokens that aws-jwt-verify accepts, with the groups of the user", async () => {
  await assert.rejects(signIn("Wrong-horse-7"), NotAuthorizedException);
  await assert.rejects(signIn(password, "nobody@example.com"), UserNotFoundException);
  await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: "Staff" }));
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "Staff" }));
  const { AccessToken = "", IdToken = "" } = await tokens(password);
  const verifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, clientId: ClientId, groups: "Staff" });
  const keys = await fetch(`${local.aws.url}/${UserPoolId}/.well-known/jwks.json`);
  verifier.cacheJwks((await keys.json()) as Parameters<typeof verifier.cacheJwks>[0]);
  const access = await verifier.verify(AccessToken, { tokenUse: "access", clientId: ClientId });
  const id = await verifier.verify(IdToken, { tokenUse: "id", clientId: ClientId });
  assert.equal(access.sub, id.sub);
  assert.equal(id.email, Username);
});

test("a forgotten password is replaced by a code", async () => {
  await cognito.send(new ForgotPasswordCommand({ ClientId, Username }));
  const ConfirmationCode = local.codeFor(Username);
  const request = { ClientId, Username, Password: newPassword };
  const wrongly = new ConfirmForgotPasswordCommand({ ...request, ConfirmationCode: wrong(ConfirmationCode) });
  await assert.rejects(cognito.send(wrongly), CodeMismatchException);
  await cognito.send(new ConfirmForgotPasswordCommand({ ...request, ConfirmationCode }));
  await assert.rejects(signIn(password), NotAuthorizedException);
  const { AccessToken } = await tokens(newPassword);
  const change = { AccessToken, PreviousPassword: newPassword, ProposedPassword: password };
  await cognito.send(new ChangePasswordCommand(change));
});

test("a new e-mail address counts once its code has come back", async () => {
  const { AccessToken } = await tokens(password);
  const Value = "ann@example.org";
  await cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: "email", Value }] }));
  const emailOf = async () => {
    const { UserAttributes } = await cognito.send(new GetUserCommand({ AccessToken }));
    return UserAttributes?.find(({ Name }) => Name === "email")?.Value;
  };
  assert.equal(await emailOf(), Username);
  await cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code: local.codeFor(Value) }));
  assert.equal(await emailOf(), Value);
  await assert.rejects(signIn(password), UserNotFoundException);
  const back = { AccessToken, UserAttributes: [{ Name: "email", Value: Username }] };
  await cognito.send(new UpdateUserAttributesCommand(back));
  await cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: "email", Code: local.codeFor(Username) }));
});

test("a refresh token gives new tokens until the user signs out everywhere", async () => {
  const { AccessToken, RefreshToken = "" } = await tokens(password);
  const refresh = () =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
  const fresh = (await refresh()).AuthenticationResult;
  assert.equal(fresh?.RefreshToken, undefined);
  assert.equal(claimsOf(fresh?.AccessToken).origin_jti, claimsOf(AccessToken).origin_jti);
  await cognito.send(new GlobalSignOutCommand({ AccessToken }));
  await assert.rejects(refresh(), NotAuthorizedException);
  await assert.rejects(
    cognito.send(new GetUserCommand({ AccessToken: fresh?.AccessToken })),
    (error) => error instanceof NotAuthorizedException && error.message === "Access Token has been revoked",
  );
});

test("an authenticator app is set up and asked for", async () => {
  await local.setMfa(UserPoolId, { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } });
  const { AccessToken } = await tokens(password);
  const { SecretCode = "" } = await cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = totp(SecretCode, local.aws.clock.now());
  const { Status } = await cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  assert.equal(Status, "SUCCESS");
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  const { ChallengeName, Session, ChallengeParameters } = await signIn(password);
  assert.equal(ChallengeName, "SOFTWARE_TOKEN_MFA");
  assert.ok(ChallengeParameters);
  local.aws.clock.advance(30_000);
  const answer = (SOFTWARE_TOKEN_MFA_CODE: string) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: Username, SOFTWARE_TOKEN_MFA_CODE },
      }),
    );
  const code = totp(SecretCode, local.aws.clock.now());
  await assert.rejects(answer(wrong(code)), CodeMismatchException);
  const { AuthenticationResult } = await answer(code);
  assert.ok(AuthenticationResult?.AccessToken);
  await cognito.send(
    new SetUserMFAPreferenceCommand({
      AccessToken: AuthenticationResult.AccessToken,
      SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
    }),
  );
});

test("the paginator of ListUsers finds every user once", async () => {
  for (let n = 0; n < 6; n++)
    await cognito.send(new SignUpCommand({ ClientId, Username: `user-${n}@example.com`, Password: password }));
  const names = new Set<string | undefined>();
  let pages = 0;
  for await (const page of paginateListUsers({ client: cognito, pageSize: 3 }, { UserPoolId })) {
    pages += 1;
    for (const user of page.Users ?? []) names.add(user.Username);
  }
  assert.equal(names.size, 7);
  assert.equal(pages, 3);
});

test("a user who deletes the account cannot sign in again", async () => {
  const { AccessToken } = await tokens(password);
  await cognito.send(new DeleteUserCommand({ AccessToken }));
  await assert.rejects(signIn(password), UserNotFoundException);
});
