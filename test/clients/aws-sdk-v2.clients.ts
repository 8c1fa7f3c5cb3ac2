import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AWS from "aws-sdk";
import { claimsOf, credentials, type LocalPools, newPassword, password, startPools, wrong } from "./local-pool.ts";
import { totp } from "./totp.ts";

// The tests of this file are one user's way through the pool, in their order.

let local: LocalPools;
let cognito: AWS.CognitoIdentityServiceProvider;
let UserPoolId: string;
let ClientId: string;
const Username = "ann@example.com";

before(async () => {
  local = await startPools();
  const { url: endpoint, region } = local.aws;
  cognito = new AWS.CognitoIdentityServiceProvider({ endpoint, region, credentials });
  const pool = { PoolName: "main", UsernameAttributes: ["email"], AutoVerifiedAttributes: ["email"] };
  UserPoolId = (await cognito.createUserPool(pool).promise()).UserPool?.Id as string;
  const ExplicitAuthFlows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  const made = await cognito.createUserPoolClient({ UserPoolId, ClientName: "app", ExplicitAuthFlows }).promise();
  ClientId = made.UserPoolClient?.ClientId as string;
});
after(() => local.stop());

/** Version 2 has one error class; its `code` is the name of the error. */
const failsWith = (code: string) => (error: AWS.AWSError) => {
  assert.equal(error.code, code);
  assert.equal(error.statusCode, 400);
  assert.match(error.requestId ?? "", /^[0-9a-f-]{36}$/);
  return true;
};

const signIn = (PASSWORD: string) =>
  cognito.initiateAuth({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: Username, PASSWORD } }).promise();

/** As a server does for its users. */
async function adminSignIn(PASSWORD: string) {
  const AuthParameters = { USERNAME: Username, PASSWORD };
  const request = { UserPoolId, ClientId, AuthFlow: "ADMIN_USER_PASSWORD_AUTH", AuthParameters };
  return (await cognito.adminInitiateAuth(request).promise()).AuthenticationResult ?? {};
}

test("a sign-up is confirmed by the code in the mail, and by no other", async () => {
  const { UserConfirmed } = await cognito.signUp({ ClientId, Username, Password: password }).promise();
  assert.equal(UserConfirmed, false);
  await assert.rejects(signIn(password), failsWith("UserNotConfirmedException"));
  const code = local.codeFor(Username);
  const confirm = (ConfirmationCode: string) => cognito.confirmSignUp({ ClientId, Username, ConfirmationCode }).promise();
  await assert.rejects(confirm(wrong(code)), failsWith("CodeMismatchException"));
  await confirm(code);
  const { UserStatus, UserCreateDate } = await cognito.adminGetUser({ UserPoolId, Username }).promise();
  assert.equal(UserStatus, "CONFIRMED");
  assert.ok(UserCreateDate instanceof Date);
});

test("a sign-in gives tokens with the groups of the user, to a client and to a server", async () => {
  await assert.rejects(signIn("Wrong-horse-7"), failsWith("NotAuthorizedException"));
  await cognito.createGroup({ UserPoolId, GroupName: "Staff" }).promise();
  await cognito.adminAddUserToGroup({ UserPoolId, Username, GroupName: "Staff" }).promise();
  const { AuthenticationResult } = await signIn(password);
  assert.deepEqual(claimsOf(AuthenticationResult?.IdToken)["cognito:groups"], ["Staff"]);
  const { AccessToken } = await adminSignIn(password);
  assert.deepEqual(claimsOf(AccessToken)["cognito:groups"], ["Staff"]);
});

test("a forgotten password is replaced by a code", async () => {
  const { CodeDeliveryDetails } = await cognito.forgotPassword({ ClientId, Username }).promise();
  assert.equal(CodeDeliveryDetails?.DeliveryMedium, "EMAIL");
  const reset = (ConfirmationCode: string) =>
    cognito.confirmForgotPassword({ ClientId, Username, Password: newPassword, ConfirmationCode }).promise();
  const code = local.codeFor(Username);
  await assert.rejects(reset(wrong(code)), failsWith("CodeMismatchException"));
  await reset(code);
  await assert.rejects(signIn(password), failsWith("NotAuthorizedException"));
  await adminSignIn(newPassword);
});

test("a phone number is added by the user and verified by the code in the text message", async () => {
  const { AccessToken = "" } = await adminSignIn(newPassword);
  const phone = "+447700900123";
  const UserAttributes = [{ Name: "phone_number", Value: phone }];
  await cognito.updateUserAttributes({ AccessToken, UserAttributes }).promise();
  const asked = { AccessToken, AttributeName: "phone_number" };
  const { CodeDeliveryDetails } = await cognito.getUserAttributeVerificationCode(asked).promise();
  assert.equal(CodeDeliveryDetails?.DeliveryMedium, "SMS");
  await cognito.verifyUserAttribute({ ...asked, Code: local.codeFor(phone) }).promise();
  const user = await cognito.getUser({ AccessToken }).promise();
  const attribute = (name: string) => user.UserAttributes.find(({ Name }) => Name === name)?.Value;
  assert.deepEqual([attribute("phone_number"), attribute("phone_number_verified")], [phone, "true"]);
});

test("an authenticator app is set up and asked for", async () => {
  const mfa = { UserPoolId, MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } };
  await cognito.setUserPoolMfaConfig(mfa).promise();
  const { AccessToken = "" } = await adminSignIn(newPassword);
  const { SecretCode = "" } = await cognito.associateSoftwareToken({ AccessToken }).promise();
  const UserCode = totp(SecretCode, local.aws.clock.now());
  await cognito.verifySoftwareToken({ AccessToken, UserCode }).promise();
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await cognito.adminSetUserMFAPreference({ UserPoolId, Username, SoftwareTokenMfaSettings }).promise();
  const { ChallengeName = "", Session } = await signIn(newPassword);
  assert.equal(ChallengeName, "SOFTWARE_TOKEN_MFA");
  local.aws.clock.advance(30_000);
  const SOFTWARE_TOKEN_MFA_CODE = totp(SecretCode, local.aws.clock.now());
  const ChallengeResponses = { USERNAME: Username, SOFTWARE_TOKEN_MFA_CODE };
  const answer = { ClientId, ChallengeName, Session, ChallengeResponses };
  const { AuthenticationResult } = await cognito.respondToAuthChallenge(answer).promise();
  assert.ok(AuthenticationResult?.AccessToken);
  const off = { SoftwareTokenMfaSettings: { Enabled: false } };
  await cognito.adminSetUserMFAPreference({ UserPoolId, Username, ...off }).promise();
});

test("a refresh token gives new tokens until the user is signed out everywhere", async () => {
  const { AccessToken = "", RefreshToken = "" } = await adminSignIn(newPassword);
  const AuthParameters = { REFRESH_TOKEN: RefreshToken };
  const refresh = () => cognito.initiateAuth({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }).promise();
  assert.ok((await refresh()).AuthenticationResult?.IdToken);
  await cognito.globalSignOut({ AccessToken }).promise();
  await assert.rejects(refresh(), failsWith("NotAuthorizedException"));
  await assert.rejects(cognito.getUser({ AccessToken }).promise(), failsWith("NotAuthorizedException"));
});

test("eachPage of ListUsers finds every user once", async () => {
  for (let n = 0; n < 6; n++) await cognito.signUp({ ClientId, Username: `user-${n}@example.com`, Password: password }).promise();
  const names: string[] = [];
  await new Promise<void>((resolve, reject) => {
    cognito.listUsers({ UserPoolId, Limit: 3 }).eachPage((error, page) => {
      if (error) reject(error);
      else if (page === null) resolve();
      else names.push(...(page.Users ?? []).map((user) => user.Username as string));
      return true;
    });
  });
  assert.equal(names.length, 7);
  assert.equal(new Set(names).size, 7);
});

test("a user who deletes the account cannot sign in again", async () => {
  const { AccessToken = "" } = await adminSignIn(newPassword);
  await cognito.deleteUser({ AccessToken }).promise();
  await assert.rejects(signIn(newPassword), failsWith("UserNotFoundException"));
});
