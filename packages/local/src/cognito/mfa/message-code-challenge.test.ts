import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminDeleteUserAttributesCommand,
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type AdminSetUserMFAPreferenceRequest,
  AdminSetUserSettingsCommand,
  SetUserSettingsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { startMfaPool } from "./test-sign-ins.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const SmsMfaConfiguration = { SmsAuthenticationMessage: "Your sign-in code is {####}" };
const EmailMfaConfiguration = { Subject: "Your sign-in code", Message: "Take {####}" };
const attributes = { phone_number: "+15555550123", email: "ada@example.com" };
const expired = { name: "NotAuthorizedException", message: "Invalid session for the user, session is expired." };

type Preference = Omit<AdminSetUserMFAPreferenceRequest, "UserPoolId" | "Username">;
function prefer({ UserPoolId, Username }: { UserPoolId: string; Username: string }, preference: Preference) {
  return pools.client.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, ...preference }));
}

async function verifiedOf({ UserPoolId, Username }: { UserPoolId: string; Username: string }, name: string) {
  const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return user.UserAttributes?.find((attribute) => attribute.Name === `${name}_verified`)?.Value;
}

describe("SMS_MFA", () => {
  it("sends a code once it is turned on; a wrong one can be corrected, and the right one verifies the number and signs in", async () => {
    const phone_number = "+15555550101";
    const pool = await startMfaPool(pools, { MfaConfiguration: "OPTIONAL", SmsMfaConfiguration }, { phone_number });
    assert.ok((await pool.signIn()).AuthenticationResult, "optional MFA is not asked for until the user has chosen it");
    await prefer(pool, { SMSMfaSettings: { Enabled: true } });
    const { ChallengeName, ChallengeParameters, Session } = await pool.signIn();
    assert.equal(ChallengeName, "SMS_MFA");
    assert.deepEqual(ChallengeParameters, {
      CODE_DELIVERY_DELIVERY_MEDIUM: "SMS",
      CODE_DELIVERY_DESTINATION: "+*******0101",
      USER_ID_FOR_SRP: "ada",
    });
    const code = await pools.codeFor(phone_number);
    const wrong = code === "000000" ? "000001" : "000000";
    await assert.rejects(pool.answer("SMS_MFA", Session, { SMS_MFA_CODE: wrong }), {
      name: "CodeMismatchException",
      message: "Invalid code or auth state for the user.",
    });
    assert.equal(await verifiedOf(pool, "phone_number"), undefined);
    const { AuthenticationResult } = await pool.answer("SMS_MFA", Session, { SMS_MFA_CODE: code });
    assert.ok(AuthenticationResult?.RefreshToken);
    assert.equal(await verifiedOf(pool, "phone_number"), "true");
    await assert.rejects(pool.answer("SMS_MFA", Session, { SMS_MFA_CODE: code }), expired);
  });

  it("has a code for each sign-in, whichever of two is answered first", async () => {
    const phone_number = "+15555550105";
    const pool = await startMfaPool(pools, { MfaConfiguration: "ON", SmsMfaConfiguration }, { phone_number });
    const begin = async () => ({ Session: (await pool.signIn()).Session, SMS_MFA_CODE: await pools.codeFor(phone_number) });
    const first = await begin();
    let second = await begin();
    while (second.SMS_MFA_CODE === first.SMS_MFA_CODE) second = await begin();
    const answer = (Session: string | undefined, SMS_MFA_CODE: string) => pool.answer("SMS_MFA", Session, { SMS_MFA_CODE });
    const mismatch = { name: "CodeMismatchException" };
    await assert.rejects(answer(first.Session, second.SMS_MFA_CODE), mismatch);
    await assert.rejects(answer(second.Session, first.SMS_MFA_CODE), mismatch);
    assert.ok((await answer(first.Session, first.SMS_MFA_CODE)).AuthenticationResult);
    assert.ok((await answer(second.Session, second.SMS_MFA_CODE)).AuthenticationResult);
  });

  it("is over with its session, and locks the user out after five wrong codes", async () => {
    const phone_number = "+15555550102";
    const pool = await startMfaPool(pools, { MfaConfiguration: "ON", SmsMfaConfiguration }, { phone_number });
    const first = await pool.signIn();
    const late = await pools.codeFor(phone_number);
    pools.clock.advance(3 * 60_000);
    await assert.rejects(pool.answer("SMS_MFA", first.Session, { SMS_MFA_CODE: late }), expired);

    const { Session } = await pool.signIn();
    const code = await pools.codeFor(phone_number);
    const wrong = code === "000000" ? "000001" : "000000";
    for (let count = 0; count < 5; count++) {
      await assert.rejects(pool.answer("SMS_MFA", Session, { SMS_MFA_CODE: wrong }), { name: "CodeMismatchException" });
    }
    const excess = { name: "NotAuthorizedException", message: "Password attempts exceeded" };
    await assert.rejects(pool.answer("SMS_MFA", Session, { SMS_MFA_CODE: code }), excess);
    pools.clock.advance(1_000);
    assert.ok((await pool.answer("SMS_MFA", Session, { SMS_MFA_CODE: code })).AuthenticationResult);
  });

  it("is asked for in a pool that requires MFA without a choice of the user's, or else set up", async () => {
    const pool = await startMfaPool(pools, { MfaConfiguration: "ON", SmsMfaConfiguration }, { phone_number: "+15555550103" });
    assert.equal((await pool.signIn()).ChallengeName, "SMS_MFA");
    const without = await startMfaPool(pools, { MfaConfiguration: "ON", SmsMfaConfiguration });
    const { ChallengeName, ChallengeParameters } = await without.signIn();
    assert.equal(ChallengeName, "MFA_SETUP");
    assert.equal(ChallengeParameters?.MFAS_CAN_SETUP, '["SMS_MFA"]');
  });

  it("can be chosen by SetUserSettings too, as before 2018", async () => {
    const pool = await startMfaPool(
      pools,
      { MfaConfiguration: "OPTIONAL", SmsMfaConfiguration },
      { phone_number: "+15555550104" },
    );
    const { UserPoolId, Username } = pool;
    const AccessToken = (await pool.signIn()).AuthenticationResult?.AccessToken;
    const MFAOptions = [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }] as const;
    await pools.client.send(new SetUserSettingsCommand({ AccessToken, MFAOptions: [...MFAOptions] }));
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    assert.deepEqual(user.MFAOptions, MFAOptions);
    assert.equal(user.UserMFASettingList, undefined);
    assert.equal((await pool.signIn()).ChallengeName, "SMS_MFA");
    await pools.client.send(new AdminSetUserSettingsCommand({ UserPoolId, Username, MFAOptions: [] }));
    assert.ok((await pool.signIn()).AuthenticationResult);
  });
});

describe("EMAIL_OTP as a second factor", () => {
  it("sends a code to the address, which the right answer verifies", async () => {
    const email = "eve@example.com";
    const pool = await startMfaPool(pools, { MfaConfiguration: "OPTIONAL", EmailMfaConfiguration }, { email });
    await prefer(pool, { EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
    const { ChallengeName, ChallengeParameters, Session } = await pool.signIn();
    assert.equal(ChallengeName, "EMAIL_OTP");
    assert.equal(ChallengeParameters?.CODE_DELIVERY_DELIVERY_MEDIUM, "EMAIL");
    assert.equal(ChallengeParameters?.CODE_DELIVERY_DESTINATION, "e***@e***");
    const EMAIL_OTP_CODE = await pools.codeFor(email);
    assert.ok((await pool.answer("EMAIL_OTP", Session, { EMAIL_OTP_CODE })).AuthenticationResult);
    assert.equal(await verifiedOf(pool, "email"), "true");
  });
});

describe("MFA_SETUP with an e-mail address", () => {
  it("takes the address of a user who must have a second factor and has none, and proves it by a code", async () => {
    const pool = await startMfaPool(pools, { MfaConfiguration: "ON", EmailMfaConfiguration });
    const { ChallengeName, ChallengeParameters, Session } = await pool.signIn();
    assert.equal(ChallengeName, "MFA_SETUP");
    assert.equal(ChallengeParameters?.MFAS_CAN_SETUP, '["EMAIL_OTP"]');
    await assert.rejects(pool.answer("MFA_SETUP", Session, { EMAIL: "nowhere" }), { name: "InvalidParameterException" });
    const email = "new@example.com";
    const asked = await pool.answer("MFA_SETUP", Session, { EMAIL: email });
    assert.equal(asked.ChallengeName, "EMAIL_OTP");
    await assert.rejects(pool.answer("MFA_SETUP", Session, { EMAIL: email }), expired);
    const EMAIL_OTP_CODE = await pools.codeFor(email);
    assert.ok((await pool.answer("EMAIL_OTP", asked.Session, { EMAIL_OTP_CODE })).AuthenticationResult);
    assert.equal(await verifiedOf(pool, "email"), "true");
    assert.equal((await pool.signIn()).ChallengeName, "EMAIL_OTP");
  });

  it("is refused where the pool has no such factor", async () => {
    const pool = await startMfaPool(pools, { MfaConfiguration: "ON", SmsMfaConfiguration });
    const { Session } = await pool.signIn();
    await assert.rejects(pool.answer("MFA_SETUP", Session, { EMAIL: "new@example.com" }), {
      name: "InvalidParameterException",
    });
  });
});

describe("SELECT_MFA_TYPE", () => {
  const both = { MfaConfiguration: "OPTIONAL", SmsMfaConfiguration, EmailMfaConfiguration } as const;

  it("asks a user with several factors and no preference which one it shall be", async () => {
    const pool = await startMfaPool(pools, both, attributes);
    await prefer(pool, { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
    const select = await pool.signIn();
    assert.equal(select.ChallengeName, "SELECT_MFA_TYPE");
    assert.deepEqual(select.ChallengeParameters, {
      MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]',
      USER_ID_FOR_SRP: "ada",
    });
    const choose = (ANSWER: string) => pool.answer("SELECT_MFA_TYPE", select.Session, { ANSWER });
    await assert.rejects(choose("SOFTWARE_TOKEN_MFA"), { name: "InvalidParameterException" });
    const chosen = await choose("EMAIL_OTP");
    assert.equal(chosen.ChallengeName, "EMAIL_OTP");
    await assert.rejects(choose("SMS_MFA"), expired);
    const EMAIL_OTP_CODE = await pools.codeFor(attributes.email);
    assert.ok((await pool.answer("EMAIL_OTP", chosen.Session, { EMAIL_OTP_CODE })).AuthenticationResult);
  });

  it("refuses a factor that the user has lost meanwhile", async () => {
    const pool = await startMfaPool(pools, both, attributes);
    const { UserPoolId, Username } = pool;
    await prefer(pool, { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } });
    const { Session } = await pool.signIn();
    await pools.client.send(new AdminDeleteUserAttributesCommand({ UserPoolId, Username, UserAttributeNames: ["phone_number"] }));
    await assert.rejects(pool.answer("SELECT_MFA_TYPE", Session, { ANSWER: "SMS_MFA" }), {
      name: "InvalidParameterException",
      message: "Invalid MFA type selected.",
    });
    assert.equal((await pool.answer("SELECT_MFA_TYPE", Session, { ANSWER: "EMAIL_OTP" })).ChallengeName, "EMAIL_OTP");
  });

  it("is left out for a preferred factor, and after the user has turned all off", async () => {
    const pool = await startMfaPool(pools, both, attributes);
    await prefer(pool, { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
    assert.equal((await pool.signIn()).ChallengeName, "EMAIL_OTP");
    await prefer(pool, { SMSMfaSettings: { PreferredMfa: true } });
    assert.equal((await pool.signIn()).ChallengeName, "SMS_MFA");
    await prefer(pool, { SMSMfaSettings: { Enabled: false }, EmailMfaSettings: { Enabled: false } });
    assert.ok((await pool.signIn()).AuthenticationResult);
    const { UserPoolId, Username } = pool;
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    assert.equal(user.PreferredMfaSetting, undefined);
    assert.equal(user.UserMFASettingList, undefined);
  });
});
