import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { createUser } from "./test-sign-ins.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

describe("a second factor that comes by message", () => {
  const attributes = { email: "ada@example.com", phone_number: "+15555550111" };
  const emailFirst = [
    { Name: "verified_email", Priority: 1 },
    { Name: "verified_phone_number", Priority: 2 },
  ] as const;

  async function resetBy(preferred: "EmailMfaSettings" | "SMSMfaSettings", RecoveryMechanisms: typeof emailFirst | []) {
    const { UserPoolId, ClientId } = await pools.createPool({
      ...(RecoveryMechanisms.length > 0 && { AccountRecoverySetting: { RecoveryMechanisms: [...RecoveryMechanisms] } }),
    });
    const mfa = { MfaConfiguration: "OPTIONAL", SmsMfaConfiguration: {}, EmailMfaConfiguration: {} } as const;
    await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
    const Username = "ada";
    await createUser(pools, UserPoolId, Username, { ...attributes, email_verified: "true", phone_number_verified: "true" });
    const preference = { [preferred]: { Enabled: true, PreferredMfa: true } };
    await pools.client.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, ...preference }));
    const forget = async () => {
      const { CodeDeliveryDetails } = await pools.client.send(new ForgotPasswordCommand({ ClientId, Username }));
      return CodeDeliveryDetails?.AttributeName;
    };
    const unverify = (Name: string) =>
      pools.client.send(
        new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: [{ Name, Value: "false" }] }),
      );
    return { forget, unverify };
  }

  it("receives no password reset where the pool says how to recover, and does where it does not", async () => {
    const byEmail = await resetBy("EmailMfaSettings", emailFirst);
    assert.equal(await byEmail.forget(), "phone_number");
    await byEmail.unverify("phone_number_verified");
    await assert.rejects(byEmail.forget(), {
      name: "InvalidParameterException",
      message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
    });
    assert.equal(await (await resetBy("SMSMfaSettings", emailFirst)).forget(), "email");
    assert.equal(await (await resetBy("SMSMfaSettings", [])).forget(), "phone_number");
  });

  it("is turned on for a user who comes over from elsewhere if the migration says so, and fails it without a phone number", async () => {
    for (const phone_number of ["+15555550112", undefined]) {
      const userAttributes = JSON.stringify({ email: "eve@example.com", phone_number });
      const { functionArn } = pools.deploy(
        `migrate${phone_number ? "" : "-without"}`,
        `event.response = { userAttributes: ${userAttributes}, finalUserStatus: "CONFIRMED", messageAction: "SUPPRESS", enableSMSMFA: true };
         return event;`,
      );
      const { UserPoolId, ClientId } = await pools.createPool({ LambdaConfig: { UserMigration: functionArn } });
      const mfa = { MfaConfiguration: "OPTIONAL", SmsMfaConfiguration: {} } as const;
      await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
      const AuthParameters = { USERNAME: "eve", PASSWORD: "old" };
      const signIn = pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
      const get = () => pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "eve" }));
      if (phone_number) {
        assert.equal((await signIn).ChallengeName, "SMS_MFA");
        assert.deepEqual((await get()).UserMFASettingList, ["SMS_MFA"]);
      } else {
        await assert.rejects(signIn, { name: "UserNotFoundException" });
        await assert.rejects(get(), { name: "UserNotFoundException" });
      }
    }
  });
});
