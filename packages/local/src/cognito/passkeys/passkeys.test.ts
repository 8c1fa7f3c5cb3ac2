import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  CompleteWebAuthnRegistrationCommand,
  DeleteWebAuthnCredentialCommand,
  GetUserAuthFactorsCommand,
  InitiateAuthCommand,
  ListWebAuthnCredentialsCommand,
  SetUserPoolMfaConfigCommand,
  StartWebAuthnRegistrationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { answererOf, createUser } from "../mfa/test-sign-ins.ts";
import { password, startPools } from "../test-pools.ts";
import { type CeremonyOptions, type TestAuthenticator, testAuthenticator } from "./test-authenticator.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const incorrect = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const relyingParty = { RelyingPartyId: "example.com", UserVerification: "required" } as const;

/** A user who is signed in, in a pool with passkeys. */
async function startPasskeyPool({ factors = ["PASSWORD", "WEB_AUTHN"], WebAuthnConfiguration = relyingParty as object } = {}) {
  const { UserPoolId, ClientId } = await pools.createPool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors as ["PASSWORD"] } } },
    { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
  );
  await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, WebAuthnConfiguration }));
  const Username = "ada";
  await createUser(pools, UserPoolId, Username, {});
  const initiate = (AuthFlow: "USER_AUTH" | "USER_PASSWORD_AUTH", parameters: Record<string, string>) => {
    const AuthParameters = { USERNAME: Username, ...parameters };
    return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
  };
  const { AuthenticationResult } = await initiate("USER_PASSWORD_AUTH", { PASSWORD: password });
  const AccessToken = AuthenticationResult?.AccessToken as string;
  const start = async () => {
    const { CredentialCreationOptions } = await pools.client.send(new StartWebAuthnRegistrationCommand({ AccessToken }));
    return CredentialCreationOptions as Record<string, never>;
  };
  const complete = (Credential: object) =>
    pools.client.send(new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }));
  return {
    AccessToken,
    Username,
    start,
    complete,
    choose: (parameters: Record<string, string> = {}) => initiate("USER_AUTH", parameters),
    answer: answererOf(pools, ClientId, Username),
    list: async () => (await pools.client.send(new ListWebAuthnCredentialsCommand({ AccessToken }))).Credentials,
    async register(algorithm: "ES256" | "RS256" = "ES256") {
      const authenticator = testAuthenticator(algorithm);
      await complete(authenticator.create((await start()).challenge as unknown as string));
      return authenticator;
    },
    /** Signs in with the passkey of an authenticator. */
    async signIn(authenticator: TestAuthenticator, options: CeremonyOptions = {}) {
      const asked = await initiate("USER_AUTH", { PREFERRED_CHALLENGE: "WEB_AUTHN" });
      assert.equal(asked.ChallengeName, "WEB_AUTHN");
      const { challenge } = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? "");
      return this.answer("WEB_AUTHN", asked.Session, { CREDENTIAL: JSON.stringify(authenticator.get(challenge, options)) });
    },
  };
}

describe("registering a passkey", () => {
  it("gives a browser its options, keeps the credential and lists it until it is deleted", async () => {
    const pool = await startPasskeyPool();
    const { challenge, ...options } = await pool.start();
    assert.ok(Buffer.from(challenge as never, "base64url").length >= 16);
    assert.deepEqual(
      { ...options, user: undefined },
      {
        authenticatorSelection: { requireResidentKey: true, residentKey: "required", userVerification: "required" },
        excludeCredentials: [],
        pubKeyCredParams: [
          { alg: -7, type: "public-key" },
          { alg: -257, type: "public-key" },
        ],
        rp: { id: "example.com", name: "example.com" },
        timeout: 60_000,
        user: undefined,
      },
    );
    const { id } = await pool.register();
    assert.deepEqual((await pool.start()).excludeCredentials, [{ id, type: "public-key" }]);
    const [credential, ...others] = (await pool.list()) ?? [];
    assert.equal(others.length, 0);
    assert.equal(credential?.CredentialId, id);
    assert.equal(credential?.RelyingPartyId, "example.com");
    assert.equal(credential?.AuthenticatorAttachment, "platform");
    assert.deepEqual(credential?.AuthenticatorTransports, ["internal", "hybrid"]);
    const { AccessToken } = pool;
    const factors = await pools.client.send(new GetUserAuthFactorsCommand({ AccessToken }));
    assert.deepEqual(factors.ConfiguredUserAuthFactors, ["PASSWORD", "WEB_AUTHN"]);
    const remove = () => pools.client.send(new DeleteWebAuthnCredentialCommand({ AccessToken, CredentialId: id }));
    await remove();
    assert.deepEqual(await pool.list(), []);
    await assert.rejects(remove(), { name: "ResourceNotFoundException" });
  });

  it("takes each challenge once and in its time", async () => {
    const pool = await startPasskeyPool();
    const authenticator = testAuthenticator("ES256");
    const missing = { name: "WebAuthnChallengeNotFoundException" };
    await assert.rejects(pool.complete(authenticator.create("none")), missing);
    const { challenge } = (await pool.start()) as unknown as { challenge: string };
    await pool.complete(authenticator.create(challenge));
    await assert.rejects(pool.complete(authenticator.create(challenge)), missing);
    const late = (await pool.start()) as unknown as { challenge: string };
    pools.clock.advance(5 * 60_000);
    await assert.rejects(pool.complete(authenticator.create(late.challenge)), missing);
  });

  it("refuses another challenge, origin, relying party or ceremony, a user who is not verified, and what is no credential", async () => {
    const pool = await startPasskeyPool();
    const { challenge } = (await pool.start()) as unknown as { challenge: string };
    const authenticator = testAuthenticator("ES256");
    const attempt = (options: CeremonyOptions, given = challenge) => pool.complete(authenticator.create(given, options));
    await assert.rejects(attempt({}, "another"), { name: "InvalidParameterException" });
    await assert.rejects(attempt({ type: "webauthn.get" }), { name: "InvalidParameterException" });
    for (const origin of ["https://example.org", "http://login.example.com", "https://notexample.com", "nowhere"]) {
      await assert.rejects(attempt({ origin }), { name: "WebAuthnOriginNotAllowedException" }, origin);
    }
    await assert.rejects(attempt({ relyingPartyId: "example.org" }), { name: "WebAuthnRelyingPartyMismatchException" });
    await assert.rejects(attempt({ flags: 0x01 }), { name: "WebAuthnCredentialNotSupportedException" });
    const created = authenticator.create(challenge) as { response: object };
    const hostile = [
      "",
      "!",
      "n2",
      "v2Z".repeat(1_000),
      "gYGBgYGBgYGBgYGBgYGB",
      "uQAA",
      Buffer.alloc(64, 0xbf).toString("base64url"),
    ];
    for (const attestationObject of [...hostile, 7, null, undefined]) {
      const response = { ...created.response, attestationObject };
      await assert.rejects(pool.complete({ ...created, response }), { name: "InvalidParameterException" });
    }
    for (const credential of [{}, { ...created, response: null }, { ...created, response: 7 }])
      await assert.rejects(pool.complete(credential), { name: "InvalidParameterException" });
    await attempt({});
  });

  it("ends with the twentieth", async () => {
    const pool = await startPasskeyPool();
    for (let count = 0; count < 20; count++) await pool.register();
    await assert.rejects(pool.start(), { name: "LimitExceededException" });
  });

  it("needs a pool that allows passkeys and has a relying party", async () => {
    const without = await startPasskeyPool({ factors: ["PASSWORD"] });
    await assert.rejects(without.start(), { name: "WebAuthnNotEnabledException" });
    const nameless = await startPasskeyPool({ WebAuthnConfiguration: {} });
    await assert.rejects(nameless.start(), { name: "WebAuthnConfigurationMissingException" });
    await assert.rejects(nameless.complete({}), { name: "WebAuthnChallengeNotFoundException" });
  });
});

describe("WEB_AUTHN", () => {
  it("is a choice of who has a passkey, and signs in by its signature, whichever of the two kinds", async () => {
    const pool = await startPasskeyPool();
    assert.deepEqual((await pool.choose()).AvailableChallenges, ["PASSWORD", "PASSWORD_SRP"]);
    const first = await pool.register("ES256");
    const second = await pool.register("RS256");
    const choice = await pool.choose();
    assert.deepEqual(choice.AvailableChallenges, ["PASSWORD", "PASSWORD_SRP", "WEB_AUTHN"]);
    const asked = await pool.answer("SELECT_CHALLENGE", choice.Session, { ANSWER: "WEB_AUTHN" });
    const options = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? "");
    assert.equal(options.rpId, "example.com");
    assert.equal(options.userVerification, "required");
    assert.deepEqual(options.allowCredentials.map(({ id }: { id: string }) => id).sort(), [first.id, second.id].sort());
    const CREDENTIAL = JSON.stringify(first.get(options.challenge));
    const signedIn = await pool.answer("WEB_AUTHN", asked.Session, { CREDENTIAL });
    assert.ok(signedIn.AuthenticationResult?.RefreshToken);
    await assert.rejects(pool.answer("WEB_AUTHN", asked.Session, { CREDENTIAL }), { name: "NotAuthorizedException" });
    assert.ok((await pool.signIn(second)).AuthenticationResult);
  });

  it("refuses another key, an unknown passkey, an old challenge, another origin, an unverified user and a copied authenticator", async () => {
    const pool = await startPasskeyPool();
    const authenticator = await pool.register();
    const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    await assert.rejects(pool.signIn(authenticator, { key }), incorrect);
    await assert.rejects(pool.signIn(testAuthenticator("ES256")), incorrect);
    await assert.rejects(pool.signIn(authenticator, { origin: "https://example.org" }), {
      name: "WebAuthnOriginNotAllowedException",
    });
    await assert.rejects(pool.signIn(authenticator, { flags: 0x01 }), { name: "WebAuthnCredentialNotSupportedException" });
    const asked = await pool.choose({ PREFERRED_CHALLENGE: "WEB_AUTHN" });
    const CREDENTIAL = JSON.stringify(authenticator.get("another challenge"));
    await assert.rejects(pool.answer("WEB_AUTHN", asked.Session, { CREDENTIAL }), { name: "InvalidParameterException" });
    const again = await pool.choose({ PREFERRED_CHALLENGE: "WEB_AUTHN" });
    await assert.rejects(pool.answer("WEB_AUTHN", again.Session, { CREDENTIAL: "{}" }), { name: "InvalidParameterException" });
    assert.ok((await pool.signIn(authenticator, { signCount: 2 })).AuthenticationResult);
    await assert.rejects(pool.signIn(authenticator, { signCount: 2 }), incorrect);
    assert.ok((await pool.signIn(authenticator, { signCount: 3 })).AuthenticationResult);
  });
});
