import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  SetUserMFAPreferenceCommand,
  type SetUserMFAPreferenceRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { startMfaPool } from "../mfa/test-sign-ins.ts";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function signedIn() {
  const mfa = {
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: {},
    EmailMfaConfiguration: {},
    SoftwareTokenMfaConfiguration: { Enabled: true },
  } as const;
  const pool = await startMfaPool(pools, mfa, { email: "ada@example.com" });
  const AccessToken = (await pool.signIn()).AuthenticationResult?.AccessToken as string;
  const set = (settings: Omit<SetUserMFAPreferenceRequest, "AccessToken">) =>
    pools.client.send(new SetUserMFAPreferenceCommand({ AccessToken, ...settings }));
  const shown = async () => {
    const { UserPoolId, Username } = pool;
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    return [user.UserMFASettingList, user.PreferredMfaSetting];
  };
  return { ...pool, set, shown };
}

describe("SetUserMFAPreference", () => {
  it("keeps what a request leaves out, and drops the preference with its factor", async () => {
    const { set, shown } = await signedIn();
    assert.deepEqual(await shown(), [undefined, undefined]);
    await set({ EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
    assert.deepEqual(await shown(), [["EMAIL_OTP"], "EMAIL_OTP"]);
    await set({ SMSMfaSettings: { Enabled: false } });
    assert.deepEqual(await shown(), [["EMAIL_OTP"], "EMAIL_OTP"]);
    await set({ EmailMfaSettings: { PreferredMfa: false } });
    assert.deepEqual(await shown(), [["EMAIL_OTP"], undefined]);
    await set({ EmailMfaSettings: { PreferredMfa: true } });
    await set({ EmailMfaSettings: { Enabled: false } });
    assert.deepEqual(await shown(), [undefined, undefined]);
  });

  it("refuses a factor that the user has not, two preferred ones, and a preferred one that is off", async () => {
    const { set, shown, UserPoolId, Username } = await signedIn();
    const on = { Enabled: true, PreferredMfa: true };
    const unable = (type: string) => ({
      name: "InvalidParameterException",
      message: `User does not have delivery config set to turn on ${type}`,
    });
    await assert.rejects(set({ SMSMfaSettings: on }), unable("SMS_MFA"));
    await assert.rejects(set({ SoftwareTokenMfaSettings: on }), unable("SOFTWARE_TOKEN_MFA"));
    const byAdministrator = { UserPoolId, Username, SMSMfaSettings: on };
    await assert.rejects(pools.client.send(new AdminSetUserMFAPreferenceCommand(byAdministrator)), unable("SMS_MFA"));
    await assert.rejects(set({ EmailMfaSettings: { PreferredMfa: true } }), { name: "InvalidParameterException" });
    const two = { EmailMfaSettings: on, SMSMfaSettings: { PreferredMfa: true } };
    await assert.rejects(set(two), { name: "InvalidParameterException" });
    assert.deepEqual(await shown(), [undefined, undefined]);
  });

  it("answers an unknown user and a foreign token", async () => {
    const { UserPoolId } = await signedIn();
    await assert.rejects(pools.client.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: "nobody" })), {
      name: "UserNotFoundException",
    });
    await assert.rejects(pools.client.send(new SetUserMFAPreferenceCommand({ AccessToken: "a.b.c" })), {
      name: "NotAuthorizedException",
      message: "Invalid Access Token",
    });
  });
});
