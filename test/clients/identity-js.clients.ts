import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AdminCreateUserCommand, AdminUpdateUserAttributesCommand } from "@aws-sdk/client-cognito-identity-provider";
import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
  type ICognitoStorage,
  type ISignUpResult,
} from "amazon-cognito-identity-js";
import { type LocalPools, newPassword, password, startPools, wrong } from "./local-pool.ts";
import { totp } from "./totp.ts";

let local: LocalPools;
before(async () => {
  local = await startPools();
});
after(() => local.stop());

/** What the browser's storage is for this client: tokens and the secret of a remembered device. */
class Memory implements ICognitoStorage {
  readonly items = new Map<string, string>();
  setItem = (key: string, value: string) => void this.items.set(key, value);
  getItem = (key: string) => this.items.get(key) ?? null;
  removeItem = (key: string) => void this.items.delete(key);
  clear = () => this.items.clear();
}

/** How an attempt to sign in came out. */
type Outcome =
  | { kind: "session"; session: CognitoUserSession; deviceToConfirm: boolean }
  | { kind: "newPassword"; required: string[] }
  | { kind: "mfa" | "totp" | "mfaSetup" | "selectMfa"; parameters: Record<string, string> }
  | { kind: "custom"; parameters: Record<string, string> };

/** The client's callbacks as a promise. */
function outcome(start: (callbacks: Required<Parameters<CognitoUser["authenticateUser"]>[1]>) => void): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    start({
      onSuccess: (session, deviceToConfirm = false) => resolve({ kind: "session", session, deviceToConfirm }),
      onFailure: reject,
      newPasswordRequired: (_attributes, required) => resolve({ kind: "newPassword", required }),
      mfaRequired: (_name, parameters) => resolve({ kind: "mfa", parameters }),
      totpRequired: (_name, parameters) => resolve({ kind: "totp", parameters }),
      mfaSetup: (_name, parameters) => resolve({ kind: "mfaSetup", parameters }),
      selectMFAType: (_name, parameters) => resolve({ kind: "selectMfa", parameters }),
      customChallenge: (parameters) => resolve({ kind: "custom", parameters }),
    });
  });
}

/** A callback of the form `(error, result)` as a promise. */
function done<T>(start: (callback: (error?: Error | null, result?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result as T))));
}

/** Callbacks `onSuccess` and `onFailure` as a promise. */
function succeeded<T>(start: (callbacks: { onSuccess: (value: T) => void; onFailure: (error: Error) => void }) => void) {
  return new Promise<T>((resolve, reject) => start({ onSuccess: resolve, onFailure: reject }));
}

function openPool({ userPoolId, clientId }: { userPoolId: string; clientId: string }) {
  const storage = new Memory();
  const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint: local.aws.url, Storage: storage });
  const user = (Username: string) => new CognitoUser({ Username, Pool: pool, Storage: storage });
  return {
    pool,
    storage,
    user,
    signUp: (email: string) =>
      done<ISignUpResult>((callback) =>
        pool.signUp(email, password, [new CognitoUserAttribute({ Name: "email", Value: email })], [], callback),
      ),
    async confirmed(email: string) {
      await this.signUp(email);
      await done((callback) => user(email).confirmRegistration(local.codeFor(email), true, callback));
      return user(email);
    },
  };
}

const details = (Username: string, Password: string) => new AuthenticationDetails({ Username, Password });

/** Signs in by SRP, which is what this client does unless told otherwise. */
const signIn = (user: CognitoUser, Password: string) =>
  outcome((callbacks) => user.authenticateUser(details(user.getUsername(), Password), callbacks));

async function session(attempt: Promise<Outcome>): Promise<CognitoUserSession> {
  const reached = await attempt;
  assert.equal(reached.kind, "session");
  return (reached as Extract<Outcome, { kind: "session" }>).session;
}

const failsWith = (code: string, text: RegExp) => (error: Error & { code?: string }) => {
  assert.equal(error.code, code);
  assert.equal(error.name, code);
  assert.match(error.message, text);
  return true;
};

test("a user signs up, confirms, signs in by SRP, recovers, changes the address, refreshes and leaves", async () => {
  const ids = await local.createPool();
  const { pool, signUp, user } = openPool(ids);
  const email = "ann@example.com";
  const { userConfirmed, userSub, codeDeliveryDetails } = await signUp(email);
  assert.equal(userConfirmed, false);
  assert.equal(codeDeliveryDetails.DeliveryMedium, "EMAIL");
  await assert.rejects(signUp(email), failsWith("UsernameExistsException", /already exists/));

  const ann = user(email);
  await assert.rejects(signIn(user(email), password), failsWith("UserNotConfirmedException", /User is not confirmed\./));
  const code = local.codeFor(email);
  const confirm = (given: string) => done((callback) => ann.confirmRegistration(given, true, callback));
  await assert.rejects(confirm(wrong(code)), failsWith("CodeMismatchException", /Invalid verification code provided/));
  assert.equal(await confirm(code), "SUCCESS");

  await assert.rejects(
    signIn(user(email), "Wrong-horse-7"),
    failsWith("NotAuthorizedException", /^Incorrect username or password\.$/),
  );
  await local.addToGroup(ids.userPoolId, email, "Staff");
  const first = await session(signIn(ann, password));
  assert.deepEqual(first.getIdToken().payload["cognito:groups"], ["Staff"]);
  assert.equal(first.getAccessToken().payload.sub, userSub);
  assert.equal(pool.getCurrentUser()?.getUsername(), userSub);

  await new Promise((resolve, reject) => {
    ann.forgotPassword({ onSuccess: reject, onFailure: reject, inputVerificationCode: resolve });
  });
  const reset = (given: string) => succeeded((callbacks) => ann.confirmPassword(given, newPassword, callbacks));
  await assert.rejects(reset(wrong(local.codeFor(email))), failsWith("CodeMismatchException", /Invalid verification code/));
  assert.equal(await reset(local.codeFor(email)), "SUCCESS");
  await assert.rejects(signIn(user(email), password), failsWith("NotAuthorizedException", /Incorrect/));
  const second = await session(signIn(ann, newPassword));

  const changed = "ann@example.org";
  const newAddress = new CognitoUserAttribute({ Name: "email", Value: changed });
  await done((callback) => ann.updateAttributes([newAddress], callback));
  assert.equal(await succeeded((callbacks) => ann.verifyAttribute("email", local.codeFor(changed), callbacks)), "SUCCESS");
  const attributes = await done<CognitoUserAttribute[]>((callback) => ann.getUserAttributes(callback));
  const attribute = (name: string) => attributes.find(({ Name }) => Name === name)?.Value;
  assert.deepEqual([attribute("email"), attribute("email_verified")], [changed, "true"]);

  assert.equal(await done((callback) => ann.changePassword(newPassword, password, callback)), "SUCCESS");
  const refreshToken = new CognitoRefreshToken({ RefreshToken: second.getRefreshToken().getToken() });
  const refreshed = await done<CognitoUserSession>((callback) => ann.refreshSession(refreshToken, callback));
  assert.equal(refreshed.getIdToken().payload.email, changed);

  const elsewhere = openPool(ids).user(changed);
  await session(signIn(elsewhere, password));
  assert.equal(await succeeded((callbacks) => ann.globalSignOut(callbacks)), "SUCCESS");
  await assert.rejects(
    done((callback) => elsewhere.getUserAttributes(callback)),
    failsWith("NotAuthorizedException", /Access Token has been revoked/),
  );
  const again = user(changed);
  await session(signIn(again, password));
  assert.equal(await done((callback) => again.deleteUser(callback)), "SUCCESS");
  await assert.rejects(signIn(user(changed), password), failsWith("UserNotFoundException", /User does not exist\./));
});

test("a user whom an administrator created sets a password of one's own at the first sign-in by SRP", async () => {
  const ids = await local.createPool();
  const { user } = openPool(ids);
  const Username = "bob@example.com";
  const invitation = { TemporaryPassword: password, MessageAction: "SUPPRESS" as const };
  await local.admin.send(new AdminCreateUserCommand({ UserPoolId: ids.userPoolId, Username, ...invitation }));
  const bob = user(Username);
  const asked = await signIn(bob, password);
  assert.deepEqual(asked, { kind: "newPassword", required: [] });
  await session(outcome((callbacks) => bob.completeNewPasswordChallenge(newPassword, {}, callbacks)));
  await session(signIn(user(Username), newPassword));
});

test("a remembered device signs in by SRP of its own, and a forgotten one does not", async () => {
  const ids = await local.createPool({
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  });
  const pools = openPool(ids);
  const email = "cara@example.com";
  const cara = await pools.confirmed(email);
  const reached = await signIn(cara, password);
  assert.equal(reached.kind, "session");
  assert.equal(reached.kind === "session" && reached.deviceToConfirm, true);
  const keys = [...pools.storage.items.keys()].filter((key) => /\.(deviceKey|deviceGroupKey|randomPasswordKey)$/.test(key));
  assert.equal(keys.length, 3);
  assert.equal(await succeeded((callbacks) => cara.setDeviceStatusRemembered(callbacks)), "SUCCESS");

  const { sub } = (await session(signIn(cara, password))).getAccessToken().payload;
  const back = pools.user(sub as string);
  const byDevice = await session(signIn(back, password));
  const deviceKey = byDevice.getAccessToken().payload.device_key as string;
  assert.match(deviceKey, /^[\w-]+_[0-9a-f-]+$/);
  assert.equal(pools.storage.getItem(keys.find((key) => key.endsWith("deviceKey")) as string), deviceKey);

  const listed = await succeeded<{ Devices: { DeviceKey: string }[] }>((callbacks) => back.listDevices(10, null, callbacks));
  assert.deepEqual(
    listed.Devices.map(({ DeviceKey }) => DeviceKey),
    [deviceKey],
  );
  const shown = await succeeded<unknown>((callbacks) => back.getDevice(callbacks as Parameters<CognitoUser["getDevice"]>[0]));
  assert.equal((shown as { Device: { DeviceKey: string } }).Device.DeviceKey, deviceKey);
  assert.equal(await succeeded((callbacks) => back.forgetDevice(callbacks)), "SUCCESS");
  const fresh = await signIn(pools.user(email), password);
  assert.equal(fresh.kind === "session" && fresh.deviceToConfirm, true);
});

test("an authenticator app is set up and asked for", async () => {
  const ids = await local.createPool();
  await local.setMfa(ids.userPoolId, { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } });
  const pools = openPool(ids);
  const email = "dora@example.com";
  const dora = await pools.confirmed(email);
  await session(signIn(dora, password));
  const secret = await new Promise<string>((resolve, reject) => {
    dora.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });
  const now = () => totp(secret, local.aws.clock.now());
  await assert.rejects(
    succeeded((callbacks) => dora.verifySoftwareToken(wrong(now()), "phone", callbacks)),
    failsWith("EnableSoftwareTokenMFAException", /Code mismatch/),
  );
  await succeeded((callbacks) => dora.verifySoftwareToken(now(), "phone", callbacks));
  const preferred = { Enabled: true, PreferredMfa: true };
  assert.equal(await done((callback) => dora.setUserMfaPreference(null, preferred, callback)), "SUCCESS");

  const again = pools.user(email);
  const asked = await signIn(again, password);
  assert.equal(asked.kind, "totp");
  local.aws.clock.advance(30_000);
  const answer = (code: string) => outcome((callbacks) => again.sendMFACode(code, callbacks, "SOFTWARE_TOKEN_MFA"));
  await assert.rejects(answer(wrong(now())), failsWith("CodeMismatchException", /Invalid code received for user/));
  const withMfa = await session(answer(now()));
  assert.ok(withMfa.isValid());
  const data = await done<{ PreferredMfaSetting: string; UserMFASettingList: string[] }>((callback) =>
    again.getUserData(callback as never, { bypassCache: true }),
  );
  assert.deepEqual([data.PreferredMfaSetting, data.UserMFASettingList], ["SOFTWARE_TOKEN_MFA", ["SOFTWARE_TOKEN_MFA"]]);
});

test("a user with two second factors chooses, and is asked for the code in the text message", async () => {
  const ids = await local.createPool();
  await local.setMfa(ids.userPoolId, {
    MfaConfiguration: "OPTIONAL",
    SoftwareTokenMfaConfiguration: { Enabled: true },
    SmsMfaConfiguration: {
      SmsAuthenticationMessage: "Your code is {####}",
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "pool" },
    },
  });
  const pools = openPool(ids);
  const email = "gil@example.com";
  const phone = "+447700900456";
  const gil = await pools.confirmed(email);
  const UserAttributes = [
    { Name: "phone_number", Value: phone },
    { Name: "phone_number_verified", Value: "true" },
  ];
  const named = { UserPoolId: ids.userPoolId, Username: email };
  await local.admin.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes }));
  await session(signIn(gil, password));
  const secret = await new Promise<string>((resolve, reject) => {
    gil.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });
  const totpNow = totp(secret, local.aws.clock.now());
  await succeeded((callbacks) => gil.verifySoftwareToken(totpNow, "phone", callbacks));
  const enabled = { Enabled: true, PreferredMfa: false };
  assert.equal(await done((callback) => gil.setUserMfaPreference(enabled, enabled, callback)), "SUCCESS");

  const again = pools.user(email);
  const choice = await signIn(again, password);
  assert.equal(choice.kind, "selectMfa");
  const offered = choice.kind === "selectMfa" && JSON.parse(choice.parameters.MFAS_CAN_CHOOSE ?? "[]");
  assert.deepEqual(offered, ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]);
  const asked = await outcome((callbacks) => again.sendMFASelectionAnswer("SMS_MFA", callbacks));
  assert.equal(asked.kind, "mfa");
  assert.deepEqual(asked.kind === "mfa" && asked.parameters.CODE_DELIVERY_DESTINATION, "+********0456");
  const answer = (code: string) => outcome((callbacks) => again.sendMFACode(code, callbacks));
  await assert.rejects(answer(wrong(local.codeFor(phone))), failsWith("CodeMismatchException", /Invalid code or auth state/));
  await session(answer(local.codeFor(phone)));
});

test("a pool that demands MFA lets the user set it up at the first sign-in", async () => {
  const ids = await local.createPool();
  const pools = openPool(ids);
  const email = "eve@example.com";
  const eve = await pools.confirmed(email);
  await local.setMfa(ids.userPoolId, { MfaConfiguration: "ON", SoftwareTokenMfaConfiguration: { Enabled: true } });
  const asked = await signIn(eve, password);
  assert.equal(asked.kind, "mfaSetup");
  assert.deepEqual(asked.kind === "mfaSetup" && asked.parameters.MFAS_CAN_SETUP, '["SOFTWARE_TOKEN_MFA"]');
  const secret = await new Promise<string>((resolve, reject) => {
    eve.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject });
  });
  const code = totp(secret, local.aws.clock.now());
  const signedIn = await succeeded<CognitoUserSession>((callbacks) => eve.verifySoftwareToken(code, "phone", callbacks));
  assert.ok(signedIn.isValid());
  assert.equal((await signIn(pools.user(email), password)).kind, "totp");
});

test("a custom challenge is asked, refused and answered, alone and after SRP", async () => {
  const [define, create, verify] = await Promise.all(
    ["define", "create", "verify"].map((name) => local.deploy(`custom-challenge.${name}`)),
  );
  const ids = await local.createPool(
    { LambdaConfig: { DefineAuthChallenge: define, CreateAuthChallenge: create, VerifyAuthChallengeResponse: verify } },
    { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
  );
  const pools = openPool(ids);
  const email = "fay@example.com";
  const fay = await pools.confirmed(email);
  fay.setAuthenticationFlowType("CUSTOM_AUTH");
  const alone = new AuthenticationDetails({ Username: email });
  const asked = await outcome((callbacks) => fay.initiateAuth(alone, callbacks));
  assert.equal(asked.kind, "custom");
  assert.equal(asked.kind === "custom" && asked.parameters.question, "What has roots as nobody sees?");
  const answer = (user: CognitoUser, text: string) => outcome((callbacks) => user.sendCustomChallengeAnswer(text, callbacks));
  assert.equal((await answer(fay, "tree")).kind, "custom");
  await session(answer(fay, "mountain"));

  const afterSrp = pools.user(email);
  afterSrp.setAuthenticationFlowType("CUSTOM_AUTH");
  assert.equal((await signIn(afterSrp, password)).kind, "custom");
  await session(answer(afterSrp, "mountain"));
  const wrongPassword = pools.user(email);
  wrongPassword.setAuthenticationFlowType("CUSTOM_AUTH");
  await assert.rejects(signIn(wrongPassword, "Wrong-horse-7"), failsWith("NotAuthorizedException", /Incorrect/));
});
