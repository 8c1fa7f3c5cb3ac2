import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AuthFactorType,
  type ChallengeNameType,
  ConfirmSignUpCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";
import { srpClient } from "./test-srp-client.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const allFactors: AuthFactorType[] = ["PASSWORD", "EMAIL_OTP", "SMS_OTP"];
const verified = {
  email: "ada@example.com",
  email_verified: "true",
  phone_number: "+15550001234",
  phone_number_verified: "true",
};

/** A pool that allows these first factors, and `ada` in it. */
async function poolAllowing(
  AllowedFirstAuthFactors: AuthFactorType[] | undefined,
  attributes: Record<string, string> = verified,
  appClient: Partial<CreateUserPoolClientRequest> = {},
  settings: Partial<CreateUserPoolRequest> = {},
) {
  const Policies = AllowedFirstAuthFactors && { SignInPolicy: { AllowedFirstAuthFactors } };
  const { UserPoolId, ClientId } = await pools.createPool(
    { ...(Policies && { Policies }), ...settings },
    { ExplicitAuthFlows: ["ALLOW_USER_AUTH"], ...appClient },
  );
  addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", attributes, password });
  const start = (parameters: Record<string, string> = {}, Session?: string) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME: "ada", ...parameters },
        Session,
      }),
    );
  const answer = (ChallengeName: ChallengeNameType | undefined, Session: string | undefined, responses: Record<string, string>) =>
    pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: "ada", ...responses },
      }),
    );
  return { UserPoolId, ClientId, start, answer };
}

describe("USER_AUTH", () => {
  it("offers what the pool allows and the user has", async () => {
    const offered = async (factors: AuthFactorType[] | undefined, attributes?: Record<string, string>) => {
      const { start } = await poolAllowing(factors, attributes);
      const { ChallengeName, ChallengeParameters, AvailableChallenges, Session } = await start();
      assert.deepEqual([ChallengeName, ChallengeParameters], ["SELECT_CHALLENGE", {}]);
      assert.ok(Session);
      return AvailableChallenges;
    };
    assert.deepEqual(await offered(undefined), ["PASSWORD", "PASSWORD_SRP"]);
    assert.deepEqual(await offered(allFactors), ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]);
    assert.deepEqual(await offered(allFactors, { email: "ada@example.com" }), ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]);
    assert.deepEqual(await offered(["PASSWORD", "SMS_OTP"]), ["PASSWORD", "PASSWORD_SRP", "SMS_OTP"]);
  });

  it("takes the chosen challenge and its answer in one call", async () => {
    const { UserPoolId, start, answer } = await poolAllowing(allFactors);
    const first = await start();
    const chosen = { ANSWER: "PASSWORD", PASSWORD: password };
    assert.ok((await answer("SELECT_CHALLENGE", first.Session, chosen)).AuthenticationResult?.IdToken);
    await assert.rejects(answer("SELECT_CHALLENGE", first.Session, chosen), { message: /session is expired/ });
    await assert.rejects(answer("SELECT_CHALLENGE", (await start()).Session, { ANSWER: "WEB_AUTHN" }), {
      name: "InvalidParameterException",
    });

    const client = srpClient();
    const { Session } = await start();
    const srp = await answer("SELECT_CHALLENGE", Session, { ANSWER: "PASSWORD_SRP", SRP_A: client.SRP_A });
    const unnamed = await answer("PASSWORD_SRP", (await start()).Session, { SRP_A: client.SRP_A });
    assert.equal(unnamed.ChallengeName, "PASSWORD_VERIFIER");
    assert.equal(srp.ChallengeName, "PASSWORD_VERIFIER");
    assert.ok(srp.Session);
    const responses = client.answer(srp.ChallengeParameters, { userPoolId: UserPoolId, password });
    assert.ok((await answer("PASSWORD_VERIFIER", srp.Session, responses)).AuthenticationResult?.IdToken);
  });

  it("goes straight to the preferred challenge, and asks for what it lacks", async () => {
    const { start, answer } = await poolAllowing(allFactors);
    assert.ok((await start({ PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password })).AuthenticationResult?.IdToken);
    await assert.rejects(start({ PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: "Wrong-horse-7" }), wrong);
    const asked = await start({ PREFERRED_CHALLENGE: "PASSWORD" });
    assert.equal(asked.ChallengeName, "PASSWORD");
    assert.ok((await answer("PASSWORD", asked.Session, { PASSWORD: password })).AuthenticationResult?.IdToken);
    const { SRP_A } = srpClient();
    assert.equal((await start({ PREFERRED_CHALLENGE: "PASSWORD_SRP", SRP_A })).ChallengeName, "PASSWORD_VERIFIER");
    const { ChallengeName, Session } = await start({ PREFERRED_CHALLENGE: "PASSWORD_SRP" });
    assert.equal(ChallengeName, "PASSWORD_SRP");
    assert.equal((await answer("PASSWORD_SRP", Session, { SRP_A })).ChallengeName, "PASSWORD_VERIFIER");
  });

  it("lets the user choose where the preferred challenge is not to be had", async () => {
    const { start } = await poolAllowing(["PASSWORD", "EMAIL_OTP"], { phone_number: "+15550001234" });
    for (const PREFERRED_CHALLENGE of ["EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]) {
      const { ChallengeName, AvailableChallenges } = await start({ PREFERRED_CHALLENGE });
      assert.deepEqual([ChallengeName, AvailableChallenges], ["SELECT_CHALLENGE", ["PASSWORD", "PASSWORD_SRP"]]);
    }
  });

  it("signs in by a code of an e-mail or a text message, which may be given again after a wrong one", async () => {
    const { start, answer } = await poolAllowing(allFactors);
    for (const [factor, to, medium, masked] of [
      ["EMAIL_OTP", "ada@example.com", "EMAIL", "a***@e***"],
      ["SMS_OTP", "+15550001234", "SMS", "+*******1234"],
    ] as const) {
      const { ChallengeName, ChallengeParameters, Session } = await start({ PREFERRED_CHALLENGE: factor });
      assert.equal(ChallengeName, factor);
      assert.equal(ChallengeParameters?.CODE_DELIVERY_DELIVERY_MEDIUM, medium);
      assert.equal(ChallengeParameters?.CODE_DELIVERY_DESTINATION, masked);
      const code = await pools.codeFor(to);
      const other = code === "123456" ? "654321" : "123456";
      await assert.rejects(answer(factor, Session, { [`${factor}_CODE`]: other }), {
        name: "CodeMismatchException",
        message: "Invalid code or auth state for the user.",
      });
      const { AuthenticationResult } = await answer(factor, Session, { [`${factor}_CODE`]: code });
      assert.ok(AuthenticationResult?.RefreshToken);
      await assert.rejects(answer(factor, Session, { [`${factor}_CODE`]: code }), { message: /session is expired/ });
    }
    const late = await start({ PREFERRED_CHALLENGE: "EMAIL_OTP" });
    const code = await pools.codeFor("ada@example.com");
    pools.clock.advance(3 * 60_000);
    await assert.rejects(answer("EMAIL_OTP", late.Session, { EMAIL_OTP_CODE: code }), { message: /session is expired/ });
  });

  it("leaves a user with a second factor the password alone", async () => {
    const { UserPoolId, start } = await poolAllowing(allFactors);
    await pools.client.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: "OPTIONAL",
        SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" } },
      }),
    );
    const { AuthenticationResult } = await start({ PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
    await pools.client.send(
      new SetUserMFAPreferenceCommand({
        AccessToken: AuthenticationResult?.AccessToken,
        SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
    assert.deepEqual((await start()).AvailableChallenges, ["PASSWORD", "PASSWORD_SRP"]);
    const asked = await start({ PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
    assert.equal(asked.ChallengeName, "SMS_MFA");
  });

  it("plays on with an unknown user whom the client must not know of", async () => {
    const { start, answer } = await poolAllowing(allFactors, verified, { PreventUserExistenceErrors: "ENABLED" });
    const USERNAME = "nobody";
    const { AvailableChallenges, Session } = await start({ USERNAME });
    assert.deepEqual(AvailableChallenges, ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]);
    await assert.rejects(answer("SELECT_CHALLENGE", Session, { USERNAME, ANSWER: "PASSWORD", PASSWORD: password }), wrong);
    for (const factor of ["EMAIL_OTP", "SMS_OTP"] as const) {
      const first = await start({ USERNAME, PREFERRED_CHALLENGE: factor });
      const again = await start({ USERNAME, PREFERRED_CHALLENGE: factor });
      assert.deepEqual(first.ChallengeParameters, again.ChallengeParameters);
      await assert.rejects(answer(factor, first.Session, { USERNAME, [`${factor}_CODE`]: "123456" }), {
        name: "CodeMismatchException",
        message: "Invalid code or auth state for the user.",
      });
    }
    const legacy = await poolAllowing(allFactors);
    await assert.rejects(legacy.start({ USERNAME }), { name: "UserNotFoundException", message: "User does not exist." });
  });

  it("calls an unknown user by an id where users have one in place of a username, and lets it be answered by that", async () => {
    const settings = {
      UsernameAttributes: ["email" as const],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: allFactors } },
    };
    const hiding = { ExplicitAuthFlows: ["ALLOW_USER_AUTH" as const], PreventUserExistenceErrors: "ENABLED" as const };
    const { UserPoolId, ClientId } = await pools.createPool(settings, hiding);
    const somebody = { userPoolId: UserPoolId, status: "CONFIRMED" as const, username: "some@example.com" };
    addUser(pools.cognito, { ...somebody, attributes: { email_verified: "true" } });
    const wrongCode = { name: "CodeMismatchException", message: "Invalid code or auth state for the user." };
    for (const name of ["some@example.com", "none@example.com"]) {
      const AuthParameters = { USERNAME: name, PREFERRED_CHALLENGE: "EMAIL_OTP" };
      const { ChallengeName, ChallengeParameters, Session } = await pools.client.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_AUTH", AuthParameters }),
      );
      const id = ChallengeParameters?.USER_ID_FOR_SRP as string;
      assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, name);
      for (const USERNAME of [name, id]) {
        const ChallengeResponses = { USERNAME, EMAIL_OTP_CODE: "000000" };
        const answer = new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses });
        await assert.rejects(pools.client.send(answer), wrongCode, name);
      }
    }
  });

  it("signs a new user in by the code that confirmed the sign-up, once", async () => {
    const { ClientId, start } = await poolAllowing(["PASSWORD", "EMAIL_OTP"]);
    const Username = "new";
    const signedUp = await pools.client.send(
      new SignUpCommand({ ClientId, Username, UserAttributes: [{ Name: "email", Value: "new@example.com" }] }),
    );
    assert.ok(signedUp.Session);
    const ConfirmationCode = await pools.codeFor("new@example.com");
    const { Session } = await pools.client.send(
      new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode, Session: signedUp.Session }),
    );
    // Its session is no way to sign somebody else in as this user.
    await assert.rejects(start({ USERNAME: "ada" }, Session), { message: "Invalid session for the user." });
    const { AuthenticationResult } = await start({ USERNAME: Username }, Session);
    const user = await pools.client.send(new GetUserCommand({ AccessToken: AuthenticationResult?.AccessToken }));
    assert.equal(user.Username, Username);
    await assert.rejects(start({ USERNAME: Username }, Session), { message: /session is expired/ });
    assert.deepEqual((await start({ USERNAME: Username })).AvailableChallenges, ["EMAIL_OTP"]);
  });

  it("asks a client that has a secret for its proof with the session of a sign-up too", async () => {
    const hidden = { ExplicitAuthFlows: ["ALLOW_USER_AUTH" as const], GenerateSecret: true };
    const { ClientId, ClientSecret } = await pools.createPool({}, hidden);
    const SecretHash = createHmac("sha256", ClientSecret as string)
      .update(`new${ClientId}`)
      .digest("base64");
    const request = { ClientId, Username: "new", SecretHash };
    const UserAttributes = [{ Name: "email", Value: "secret@example.com" }];
    await pools.client.send(new SignUpCommand({ ...request, Password: password, UserAttributes }));
    const ConfirmationCode = await pools.codeFor("secret@example.com");
    const { Session } = await pools.client.send(new ConfirmSignUpCommand({ ...request, ConfirmationCode }));
    const start = (proof: { SECRET_HASH?: string }) => {
      const AuthParameters = { USERNAME: "new", ...proof };
      return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_AUTH", AuthParameters, Session }));
    };
    const message = `Client ${ClientId} is configured with secret but SECRET_HASH was not received`;
    await assert.rejects(start({}), { name: "NotAuthorizedException", message });
    assert.equal((await start({ SECRET_HASH: SecretHash })).ChallengeName, "SELECT_CHALLENGE");
  });

  it("goes on to a new password after one that an administrator gave", async () => {
    const { UserPoolId, start } = await poolAllowing(allFactors);
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "new", TemporaryPassword: password }));
    const { ChallengeName } = await start({ USERNAME: "new", PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password });
    assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
  });

  it("keeps out who is not confirmed, but for a code, which confirms the user and verifies the address", async () => {
    const { UserPoolId, ClientId, start, answer } = await poolAllowing(["PASSWORD", "EMAIL_OTP"]);
    const USERNAME = "unc";
    const UserAttributes = [{ Name: "email", Value: "unc@example.com" }];
    await pools.client.send(new SignUpCommand({ ClientId, Username: USERNAME, Password: password, UserAttributes }));
    await assert.rejects(start({ USERNAME, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password }), {
      name: "UserNotConfirmedException",
    });
    const { Session } = await start({ USERNAME, PREFERRED_CHALLENGE: "EMAIL_OTP" });
    const EMAIL_OTP_CODE = await pools.codeFor("unc@example.com");
    assert.ok((await answer("EMAIL_OTP", Session, { USERNAME, EMAIL_OTP_CODE })).AuthenticationResult?.IdToken);
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: USERNAME }));
    assert.equal(user.UserStatus, "CONFIRMED");
    assert.equal(user.UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "true");
  });

  it("signs a user without a password in by a code, as an import leaves one", async () => {
    const { UserPoolId, start, answer } = await poolAllowing(["PASSWORD", "EMAIL_OTP"]);
    const attributes = { email: "imp@example.com", email_verified: "true" };
    addUser(pools.cognito, { userPoolId: UserPoolId, status: "RESET_REQUIRED", username: "imp", attributes });
    const { AvailableChallenges } = await start({ USERNAME: "imp" });
    assert.deepEqual(AvailableChallenges, ["EMAIL_OTP"]);
    const { Session } = await start({ USERNAME: "imp", PREFERRED_CHALLENGE: "EMAIL_OTP" });
    const EMAIL_OTP_CODE = await pools.codeFor("imp@example.com");
    assert.ok((await answer("EMAIL_OTP", Session, { USERNAME: "imp", EMAIL_OTP_CODE })).AuthenticationResult?.IdToken);
  });

  it("has a new user choose who could not sign in by such a code", async () => {
    const { ClientId, start } = await poolAllowing(["PASSWORD"]);
    const UserAttributes = [{ Name: "email", Value: "new@example.com" }];
    const signedUp = await pools.client.send(
      new SignUpCommand({ ClientId, Username: "new", Password: password, UserAttributes }),
    );
    const ConfirmationCode = await pools.codeFor("new@example.com");
    const { Session } = await pools.client.send(
      new ConfirmSignUpCommand({ ClientId, Username: "new", ConfirmationCode, Session: signedUp.Session }),
    );
    const { ChallengeName, AvailableChallenges } = await start({ USERNAME: "new" }, Session);
    assert.deepEqual([ChallengeName, AvailableChallenges], ["SELECT_CHALLENGE", ["PASSWORD", "PASSWORD_SRP"]]);
  });

  it("is refused by a client that does not allow it", async () => {
    const { start } = await poolAllowing(allFactors, verified, { ExplicitAuthFlows: undefined });
    await assert.rejects(start(), {
      name: "InvalidParameterException",
      message: "USER_AUTH is not enabled for the client.",
    });
  });
});
