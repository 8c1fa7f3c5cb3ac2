import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  GetUserAuthFactorsCommand,
  GetUserCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { authenticatorCode } from "./test-authenticator.ts";
import { startMfaPool } from "./test-sign-ins.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
// At the beginning of a step, so that no step ends between two lines of a test.
beforeEach(() => pools.clock.advance(30_000 - (pools.clock.now() % 30_000)));
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const optional = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: true } } as const;
const preferred = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };
const mismatch = { name: "EnableSoftwareTokenMFAException", message: "Code mismatch" };
const expired = { name: "NotAuthorizedException", message: "Invalid session for the user, session is expired." };

function codeOf(secret: string | undefined, steps = 0): string {
  return authenticatorCode(secret as string, pools.clock.now() + steps * 30_000);
}

/** The codes of steps close to now are right; this is none of them. */
function wrongCodeOf(secret: string | undefined): string {
  const right = [-1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return ["000000", "000001", "000002", "000003", "000004"].find((code) => !right.includes(code)) as string;
}

/** A user who has an authenticator app, and how to sign in up to its code. */
async function withApp(FriendlyDeviceName?: string) {
  const pool = await startMfaPool(pools, optional);
  const AccessToken = (await pool.signIn()).AuthenticationResult?.AccessToken;
  const { SecretCode } = await pools.client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = codeOf(SecretCode);
  await pools.client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName }));
  await pools.client.send(new SetUserMFAPreferenceCommand({ AccessToken, ...preferred }));
  const answer = (Session: string | undefined, code: string) =>
    pool.answer("SOFTWARE_TOKEN_MFA", Session, { SOFTWARE_TOKEN_MFA_CODE: code });
  return { ...pool, answer, AccessToken, SecretCode };
}

describe("an authenticator app", () => {
  it("is set up by an access token, shown with the user and asked for at the next sign-in", async () => {
    const pool = await startMfaPool(pools, optional);
    const AccessToken = (await pool.signIn()).AuthenticationResult?.AccessToken;
    const { SecretCode, Session } = await pools.client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    assert.match(SecretCode ?? "", /^[A-Z2-7]{52}$/);
    assert.equal(Session, undefined);
    const verify = (UserCode: string) =>
      pools.client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: "telephone" }));
    const choose = () => pools.client.send(new SetUserMFAPreferenceCommand({ AccessToken, ...preferred }));
    await assert.rejects(verify(wrongCodeOf(SecretCode)), mismatch);
    await assert.rejects(choose(), {
      name: "InvalidParameterException",
      message: "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    });
    assert.equal((await verify(codeOf(SecretCode))).Status, "SUCCESS");
    assert.ok((await pool.signIn()).AuthenticationResult, "a verified app alone does not change the sign-in");

    await choose();
    const user = await pools.client.send(new GetUserCommand({ AccessToken }));
    assert.deepEqual(user.UserMFASettingList, ["SOFTWARE_TOKEN_MFA"]);
    assert.equal(user.PreferredMfaSetting, "SOFTWARE_TOKEN_MFA");
    const factors = await pools.client.send(new GetUserAuthFactorsCommand({ AccessToken }));
    assert.deepEqual(factors.ConfiguredUserAuthFactors, ["PASSWORD", "SOFTWARE_TOKEN"]);

    const challenge = await pool.signIn();
    assert.equal(challenge.ChallengeName, "SOFTWARE_TOKEN_MFA");
    assert.deepEqual(challenge.ChallengeParameters, { FRIENDLY_DEVICE_NAME: "telephone", USER_ID_FOR_SRP: "ada" });
    assert.equal(challenge.AuthenticationResult, undefined);
  });

  it("signs in with its next code; a wrong one can be corrected, one that was used is told apart, and the session works once", async () => {
    const { signIn, answer, SecretCode } = await withApp();
    const { Session } = await signIn();
    await assert.rejects(answer(Session, wrongCodeOf(SecretCode)), {
      name: "CodeMismatchException",
      message: "Invalid code received for user",
    });
    const used = { name: "ExpiredCodeException", message: "Your software token has already been used once." };
    await assert.rejects(answer(Session, codeOf(SecretCode)), used, "the code that verified the app");
    const next = codeOf(SecretCode, 1);
    assert.ok((await answer(Session, next)).AuthenticationResult?.AccessToken);
    await assert.rejects(answer(Session, codeOf(SecretCode, 1)), expired);
    await assert.rejects(answer((await signIn()).Session, next), used);
  });

  it("goes by the moved clock: a code of a minute ago is wrong and a session of three minutes ago over", async () => {
    const { signIn, answer, SecretCode } = await withApp();
    const { Session } = await signIn();
    pools.clock.advance(60_000);
    await assert.rejects(answer(Session, codeOf(SecretCode, -2)), { name: "CodeMismatchException" });
    pools.clock.advance(120_000);
    await assert.rejects(answer(Session, codeOf(SecretCode)), expired);
    assert.ok((await answer((await signIn()).Session, codeOf(SecretCode, -1))).AuthenticationResult);
  });

  it("locks the user out for a second after five wrong codes, whatever the next one is", async () => {
    const { signIn, answer, SecretCode } = await withApp();
    const { Session } = await signIn();
    pools.clock.advance(30_000);
    for (let count = 0; count < 5; count++) {
      await assert.rejects(answer(Session, wrongCodeOf(SecretCode)), { name: "CodeMismatchException" });
    }
    await assert.rejects(answer(Session, codeOf(SecretCode)), {
      name: "NotAuthorizedException",
      message: "Password attempts exceeded",
    });
    pools.clock.advance(1_000);
    assert.ok((await answer(Session, codeOf(SecretCode))).AuthenticationResult);
  });

  it("works on beside a new one until that is verified, and after the pool no longer offers it", async () => {
    const { signIn, answer, AccessToken, SecretCode, UserPoolId } = await withApp();
    const second = await pools.client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    pools.clock.advance(30_000);
    assert.ok((await answer((await signIn()).Session, codeOf(SecretCode))).AuthenticationResult);
    const UserCode = codeOf(second.SecretCode);
    await pools.client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
    pools.clock.advance(30_000);
    await assert.rejects(answer((await signIn()).Session, codeOf(SecretCode)), { name: "CodeMismatchException" });

    const without = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration: { Enabled: false } } as const;
    await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...without }));
    await assert.rejects(pools.client.send(new AssociateSoftwareTokenCommand({ AccessToken })), {
      name: "SoftwareTokenMFANotFoundException",
      message: "Software Token MFA has not been enabled by the userPool",
    });
    assert.ok((await answer((await signIn()).Session, codeOf(second.SecretCode))).AuthenticationResult);
  });
});

describe("MFA_SETUP", () => {
  it("makes a user of a pool that requires MFA set up an app before the first token, and asks for it from then on", async () => {
    const pool = await startMfaPool(pools, { ...optional, MfaConfiguration: "ON" });
    const challenge = await pool.signIn();
    assert.equal(challenge.ChallengeName, "MFA_SETUP");
    assert.deepEqual(challenge.ChallengeParameters, { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]', USER_ID_FOR_SRP: "ada" });
    await assert.rejects(pool.answer("MFA_SETUP", challenge.Session), {
      name: "SoftwareTokenMFANotFoundException",
      message: "Software Token MFA does not exist for the user.",
    });

    const associated = await pools.client.send(new AssociateSoftwareTokenCommand({ Session: challenge.Session }));
    assert.notEqual(associated.Session, challenge.Session);
    const verify = (Session: string | undefined, UserCode: string) =>
      pools.client.send(new VerifySoftwareTokenCommand({ Session, UserCode }));
    const code = codeOf(associated.SecretCode);
    await assert.rejects(verify(challenge.Session, code), expired);
    await assert.rejects(verify(associated.Session, wrongCodeOf(associated.SecretCode)), mismatch);
    await assert.rejects(pool.answer("MFA_SETUP", associated.Session), { name: "SoftwareTokenMFANotFoundException" });
    const verified = await verify(associated.Session, code);
    assert.equal(verified.Status, "SUCCESS");
    assert.ok((await pool.answer("MFA_SETUP", verified.Session)).AuthenticationResult);
    await assert.rejects(pool.answer("MFA_SETUP", verified.Session), expired);

    const { UserPoolId, Username } = pool;
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    assert.equal(user.PreferredMfaSetting, "SOFTWARE_TOKEN_MFA");
    assert.equal((await pool.signIn()).ChallengeName, "SOFTWARE_TOKEN_MFA");
  });

  it("needs an access token or a session", async () => {
    await assert.rejects(pools.client.send(new AssociateSoftwareTokenCommand({})), { name: "InvalidParameterException" });
    await assert.rejects(pools.client.send(new AssociateSoftwareTokenCommand({ Session: "x".repeat(20) })), expired);
  });
});
