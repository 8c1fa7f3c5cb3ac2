import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  type DeviceConfigurationType,
  ForgetDeviceCommand,
  GetDeviceCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  type NewDeviceMetadataType,
  SetUserPoolMfaConfigCommand,
  UpdateDeviceStatusCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { answererOf, createUser, startMfaPool } from "../mfa/test-sign-ins.ts";
import { deviceSecretVerifier, srpClient } from "../sign-in/test-srp-client.ts";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const secret = "the device's own secret";
const gone = { name: "ResourceNotFoundException", message: "Device does not exist." };
const incorrect = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const invalidRefresh = { name: "NotAuthorizedException", message: "Invalid Refresh Token" };
const always = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false };

/** A user of a pool that tracks devices, and the calls of a client on one. */
async function startDevicePool(DeviceConfiguration: DeviceConfigurationType = always, LambdaConfig = {}) {
  const { UserPoolId, ClientId } = await pools.createPool({ DeviceConfiguration, LambdaConfig });
  const Username = "ada";
  await createUser(pools, UserPoolId, Username, { email: "ada@example.com" });
  const initiate = (AuthFlow: "USER_PASSWORD_AUTH" | "REFRESH_TOKEN_AUTH", AuthParameters: Record<string, string>) =>
    pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
  const signIn = (parameters: Record<string, string> = {}) =>
    initiate("USER_PASSWORD_AUTH", { USERNAME: Username, PASSWORD: password, ...parameters });
  const answer = answererOf(pools, ClientId, Username);
  const confirm = (AccessToken: string | undefined, metadata: NewDeviceMetadataType | undefined) => {
    const { DeviceKey, DeviceGroupKey } = metadata ?? {};
    const DeviceSecretVerifierConfig = deviceSecretVerifier(DeviceGroupKey as string, DeviceKey as string, secret);
    return pools.client.send(
      new ConfirmDeviceCommand({ AccessToken, DeviceKey, DeviceName: "telephone", DeviceSecretVerifierConfig }),
    );
  };
  return {
    UserPoolId,
    Username,
    signIn,
    answer,
    confirm,
    refresh: (RefreshToken: string | undefined, DeviceKey?: string) =>
      initiate("REFRESH_TOKEN_AUTH", {
        REFRESH_TOKEN: RefreshToken as string,
        ...(DeviceKey !== undefined && { DEVICE_KEY: DeviceKey }),
      }),
    /** A sign-in on a new device, which is confirmed. */
    async withDevice() {
      const { AuthenticationResult } = await signIn();
      const { AccessToken, RefreshToken, NewDeviceMetadata } = AuthenticationResult ?? {};
      const { UserConfirmationNecessary } = await confirm(AccessToken, NewDeviceMetadata);
      const { DeviceKey, DeviceGroupKey } = NewDeviceMetadata as { DeviceKey: string; DeviceGroupKey: string };
      return { AccessToken, RefreshToken, DeviceKey, DeviceGroupKey, UserConfirmationNecessary };
    },
    /** Answers DEVICE_SRP_AUTH and the challenge that follows it. */
    async prove(Session: string | undefined, device: { DeviceKey: string; DeviceGroupKey: string }, with_ = secret) {
      const srp = srpClient();
      const DEVICE_KEY = device.DeviceKey;
      const verifier = await answer("DEVICE_SRP_AUTH", Session, { SRP_A: srp.SRP_A, DEVICE_KEY });
      assert.equal(verifier.ChallengeName, "DEVICE_PASSWORD_VERIFIER");
      const challenge = { ...verifier.ChallengeParameters, USER_ID_FOR_SRP: DEVICE_KEY };
      const responses = srp.answer(challenge, { userPoolId: `of_${device.DeviceGroupKey}`, password: with_ });
      return answer("DEVICE_PASSWORD_VERIFIER", verifier.Session, { ...responses, USERNAME: Username, DEVICE_KEY });
    },
  };
}

function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
}

describe("a device", () => {
  it("is new at a sign-in that names none, and its key is in the access token", async () => {
    const { signIn } = await startDevicePool();
    const { AuthenticationResult } = await signIn();
    const { AccessToken, IdToken, NewDeviceMetadata } = AuthenticationResult ?? {};
    assert.match(NewDeviceMetadata?.DeviceKey ?? "", /^us-east-1_[0-9a-f-]{36}$/);
    assert.match(NewDeviceMetadata?.DeviceGroupKey ?? "", /^-[A-Za-z0-9]{8}$/);
    assert.equal(claimsOf(AccessToken).device_key, NewDeviceMetadata?.DeviceKey);
    assert.equal(claimsOf(IdToken).device_key, undefined);
    const untracked = await startMfaPool(pools, { MfaConfiguration: "OFF" });
    const { AuthenticationResult: without } = await untracked.signIn();
    assert.equal(without?.NewDeviceMetadata, undefined);
    assert.equal(claimsOf(without?.AccessToken).device_key, undefined);
  });

  it("is confirmed once, by its own user, and remembered by that where the pool says so", async () => {
    const pool = await startDevicePool();
    const { AuthenticationResult } = await pool.signIn();
    const { AccessToken, NewDeviceMetadata } = AuthenticationResult ?? {};
    const list = () => pools.client.send(new ListDevicesCommand({ AccessToken }));
    assert.deepEqual((await list()).Devices, []);
    const other = await startDevicePool();
    const theirs = (await other.signIn()).AuthenticationResult;
    await assert.rejects(pool.confirm(AccessToken, theirs?.NewDeviceMetadata), {
      name: "InvalidParameterException",
      message: "Invalid device key given.",
    });
    assert.equal((await pool.confirm(AccessToken, NewDeviceMetadata)).UserConfirmationNecessary, false);
    await assert.rejects(pool.confirm(AccessToken, NewDeviceMetadata), { name: "DeviceKeyExistsException" });
    const [device, ...others] = (await list()).Devices ?? [];
    assert.equal(others.length, 0);
    assert.equal(device?.DeviceKey, NewDeviceMetadata?.DeviceKey);
    assert.deepEqual(device?.DeviceAttributes, [
      { Name: "device_status", Value: "valid" },
      { Name: "device_name", Value: "telephone" },
      { Name: "last_ip_used", Value: "127.0.0.1" },
    ]);
    assert.ok(device?.DeviceCreateDate instanceof Date);
  });

  it("waits for the user's word in a pool that asks for it; an administrator sees it all the same", async () => {
    const pool = await startDevicePool({ ...always, DeviceOnlyRememberedOnUserPrompt: true });
    const { UserPoolId, Username } = pool;
    const { AccessToken, DeviceKey, UserConfirmationNecessary } = await pool.withDevice();
    assert.equal(UserConfirmationNecessary, true);
    const get = () => pools.client.send(new GetDeviceCommand({ AccessToken, DeviceKey }));
    await assert.rejects(get(), gone);
    const mine = await pools.client.send(new ListDevicesCommand({ AccessToken }));
    assert.deepEqual(mine.Devices, []);
    assert.ok((await pool.signIn({ DEVICE_KEY: DeviceKey })).AuthenticationResult, "it need not prove itself");
    const administrators = async () => {
      const asked = { UserPoolId, Username, DeviceKey };
      const { Device } = await pools.client.send(new AdminGetDeviceCommand(asked));
      return Object.fromEntries(Device?.DeviceAttributes?.map(({ Name, Value }) => [Name, Value]) ?? []);
    };
    assert.equal((await administrators())["dev:device_remembered_status"], "not_remembered");
    const DeviceRememberedStatus = "remembered";
    await pools.client.send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }));
    assert.equal((await get()).Device?.DeviceKey, DeviceKey);
    const seen = await administrators();
    assert.equal(seen["dev:device_remembered_status"], "remembered");
    assert.equal(seen["dev:device_owner"], `${Username}.${UserPoolId}`);
    assert.equal(
      seen["dev:device_arn"],
      `arn:aws:cognito-idp:us-east-1:000000000000:owner/${Username}.${UserPoolId}/device/${DeviceKey}`,
    );
    const change = { UserPoolId, Username, DeviceKey, DeviceRememberedStatus: "not_remembered" } as const;
    await pools.client.send(new AdminUpdateDeviceStatusCommand(change));
    await assert.rejects(get(), gone);
  });

  it("is listed in pages", async () => {
    const pool = await startDevicePool();
    const { UserPoolId, Username } = pool;
    const made = [await pool.withDevice(), await pool.withDevice(), await pool.withDevice()];
    const keys = made.map(({ DeviceKey }) => DeviceKey).sort();
    const [{ AccessToken }] = made as [(typeof made)[0]];
    const mine = await pools.client.send(new ListDevicesCommand({ AccessToken, Limit: 2 }));
    assert.deepEqual(
      mine.Devices?.map(({ DeviceKey }) => DeviceKey),
      keys.slice(0, 2),
    );
    const { PaginationToken } = mine;
    const rest = await pools.client.send(new ListDevicesCommand({ AccessToken, PaginationToken }));
    assert.deepEqual(
      rest.Devices?.map(({ DeviceKey }) => DeviceKey),
      keys.slice(2),
    );
    assert.equal(rest.PaginationToken, undefined);
    const all = await pools.client.send(new AdminListDevicesCommand({ UserPoolId, Username }));
    assert.deepEqual(
      all.Devices?.map(({ DeviceKey }) => DeviceKey),
      keys,
    );
  });

  it("has refresh tokens of its own, which end when it is forgotten", async () => {
    const pool = await startDevicePool();
    const { AccessToken, RefreshToken, DeviceKey } = await pool.withDevice();
    const { AuthenticationResult } = await pool.refresh(RefreshToken, DeviceKey);
    assert.equal(claimsOf(AuthenticationResult?.AccessToken).device_key, DeviceKey);
    await assert.rejects(pool.refresh(RefreshToken), invalidRefresh);
    await assert.rejects(pool.refresh(RefreshToken, (await pool.withDevice()).DeviceKey), invalidRefresh);
    await pools.client.send(new ForgetDeviceCommand({ AccessToken, DeviceKey }));
    await assert.rejects(pool.refresh(RefreshToken, DeviceKey), invalidRefresh);
    await assert.rejects(pool.signIn({ DEVICE_KEY: DeviceKey }), gone);
    await assert.rejects(pools.client.send(new ForgetDeviceCommand({ AccessToken, DeviceKey })), gone);
  });
});

describe("DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER", () => {
  it("let a remembered device prove its secret, once, and answer tokens of that device", async () => {
    const pool = await startDevicePool();
    const device = await pool.withDevice();
    const challenge = await pool.signIn({ DEVICE_KEY: device.DeviceKey });
    assert.equal(challenge.ChallengeName, "DEVICE_SRP_AUTH");
    const { AuthenticationResult } = await pool.prove(challenge.Session, device);
    assert.equal(claimsOf(AuthenticationResult?.AccessToken).device_key, device.DeviceKey);
    assert.equal(AuthenticationResult?.NewDeviceMetadata, undefined);
    await assert.rejects(pool.prove(challenge.Session, device), {
      name: "NotAuthorizedException",
      message: "Invalid session for the user, session is expired.",
    });
  });

  it("refuse another secret, another device's key and a device that was forgotten meanwhile", async () => {
    const pool = await startDevicePool();
    const { UserPoolId, Username } = pool;
    const device = await pool.withDevice();
    const { DeviceKey } = device;
    const start = async () => (await pool.signIn({ DEVICE_KEY: DeviceKey })).Session;
    await assert.rejects(pool.prove(await start(), device, "another secret"), incorrect);
    const other = await pool.withDevice();
    const { SRP_A } = srpClient();
    await assert.rejects(pool.answer("DEVICE_SRP_AUTH", await start(), { SRP_A, DEVICE_KEY: other.DeviceKey }), incorrect);
    const Session = await start();
    await pools.client.send(new AdminForgetDeviceCommand({ UserPoolId, Username, DeviceKey }));
    await assert.rejects(pool.prove(Session, device), gone);
  });

  it("take one answer, right or wrong", async () => {
    const pool = await startDevicePool();
    const { DeviceKey, DeviceGroupKey } = await pool.withDevice();
    const srp = srpClient();
    const { Session } = await pool.signIn({ DEVICE_KEY: DeviceKey });
    const verifier = await pool.answer("DEVICE_SRP_AUTH", Session, { SRP_A: srp.SRP_A });
    const answer = (password: string) => {
      const challenge = { ...verifier.ChallengeParameters, USER_ID_FOR_SRP: DeviceKey };
      const responses = srp.answer(challenge, { userPoolId: `of_${DeviceGroupKey}`, password });
      return pool.answer("DEVICE_PASSWORD_VERIFIER", verifier.Session, { ...responses, DEVICE_KEY: DeviceKey });
    };
    await assert.rejects(answer("another secret"), incorrect);
    await assert.rejects(answer(secret), {
      name: "NotAuthorizedException",
      message: "Invalid session for the user, session is expired.",
    });
  });

  it("stand for the second factor where the pool asks for one on new devices only", async () => {
    const pool = await startDevicePool();
    const { UserPoolId, Username } = pool;
    const device = await pool.withDevice();
    await pools.client.send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", EmailMfaConfiguration: {} }),
    );
    const EmailMfaSettings = { Enabled: true, PreferredMfa: true };
    await pools.client.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, EmailMfaSettings }));
    assert.equal((await pool.signIn()).ChallengeName, "EMAIL_OTP");
    const known = await pool.signIn({ DEVICE_KEY: device.DeviceKey });
    assert.equal(known.ChallengeName, "DEVICE_SRP_AUTH");
    assert.ok((await pool.prove(known.Session, device)).AuthenticationResult);
    const change = { UserPoolId, Username, DeviceKey: device.DeviceKey, DeviceRememberedStatus: "not_remembered" } as const;
    await pools.client.send(new AdminUpdateDeviceStatusCommand(change));
    assert.equal((await pool.signIn({ DEVICE_KEY: device.DeviceKey })).ChallengeName, "EMAIL_OTP");
  });

  it("come after the second factor where the pool asks for one on every device", async () => {
    const pool = await startDevicePool({ ...always, ChallengeRequiredOnNewDevice: false });
    const { UserPoolId, Username } = pool;
    const device = await pool.withDevice();
    await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "ON", EmailMfaConfiguration: {} }));
    const mfa = await pool.signIn({ DEVICE_KEY: device.DeviceKey });
    assert.equal(mfa.ChallengeName, "EMAIL_OTP");
    const EMAIL_OTP_CODE = await pools.codeFor("ada@example.com");
    const known = await pool.answer("EMAIL_OTP", mfa.Session, { EMAIL_OTP_CODE });
    assert.equal(known.ChallengeName, "DEVICE_SRP_AUTH");
    assert.ok((await pool.prove(known.Session, device)).AuthenticationResult);
    assert.equal((await pool.signIn()).ChallengeName, "EMAIL_OTP", Username);
  });

  it("show in the triggers: a new device to PostAuthentication, a device's proof to PreTokenGeneration", async () => {
    const { functionArn, notes } = pools.deploy(
      "device-triggers",
      "note([event.triggerSource, event.request.newDeviceUsed]); return event;",
    );
    const pool = await startDevicePool(always, { PostAuthentication: functionArn, PreTokenGeneration: functionArn });
    const device = await pool.withDevice();
    await pool.prove((await pool.signIn({ DEVICE_KEY: device.DeviceKey })).Session, device);
    assert.deepEqual(notes(), [
      ["PostAuthentication_Authentication", true],
      ["TokenGeneration_Authentication", null],
      ["PostAuthentication_Authentication", false],
      ["TokenGeneration_AuthenticateDevice", null],
    ]);
  });
});
