import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { type PasswordClaim, srpClient, timestampOf } from "./test-srp-client.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };

async function pool(settings: Partial<CreateUserPoolRequest> = {}, client: Partial<CreateUserPoolClientRequest> = {}) {
  const made = await pools.createPool(settings, { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"], ...client });
  const { UserPoolId, ClientId } = made;
  /** A user who may sign in. */
  const addUser = async (Username: string) => {
    const UserAttributes = [
      { Name: "email", Value: "ada@example.com" },
      { Name: "email_verified", Value: "true" },
    ];
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }));
    await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  };
  const start = (USERNAME: string, SRP_A: string, extra: Record<string, string> = {}) =>
    pools.client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME, SRP_A, ...extra } }),
    );
  const answer = (ChallengeResponses: Record<string, string>) =>
    pools.client.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses }));
  /** A whole sign-in; `changed` is the last word on the answers. */
  const signIn = async (
    username: string,
    claim: Partial<PasswordClaim> = {},
    changed: Record<string, string> = {},
    extra: Record<string, string> = {},
  ) => {
    const client = srpClient();
    const { ChallengeParameters } = await start(username, client.SRP_A, extra);
    const at = new Date(pools.clock.now());
    const responses = client.answer(ChallengeParameters, { userPoolId: UserPoolId, password, at, ...claim });
    return answer({ ...responses, ...changed });
  };
  return { ...made, addUser, start, answer, signIn };
}

describe("USER_SRP_AUTH", () => {
  it("gives tokens to a client that proves the password without sending it", async () => {
    const { addUser, start, answer, UserPoolId } = await pool();
    await addUser("ada");
    const client = srpClient();
    const started = await start("ada", client.SRP_A);
    assert.equal(started.ChallengeName, "PASSWORD_VERIFIER");
    assert.equal(started.Session, undefined);
    const { ChallengeParameters } = started;
    const shown = Object.keys(ChallengeParameters ?? {}).sort();
    assert.deepEqual(shown, ["SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"]);
    assert.deepEqual([ChallengeParameters?.USERNAME, ChallengeParameters?.USER_ID_FOR_SRP], ["ada", "ada"]);
    const at = new Date(pools.clock.now());
    const ended = await answer(client.answer(ChallengeParameters, { userPoolId: UserPoolId, password, at }));
    assert.equal(ended.ChallengeName, undefined);
    assert.equal(ended.AuthenticationResult?.TokenType, "Bearer");
    assert.ok(ended.AuthenticationResult?.RefreshToken);
  });

  it("takes an e-mail address for the username, and answers with the username that the claim is made of", async () => {
    for (const settings of [{ UsernameAttributes: ["email" as const] }, { AliasAttributes: ["email" as const] }]) {
      const { addUser, start, signIn } = await pool(settings);
      await addUser(settings.UsernameAttributes ? "ada@example.com" : "ada");
      const { ChallengeParameters } = await start("ada@example.com", srpClient().SRP_A);
      assert.equal(ChallengeParameters?.USERNAME, ChallengeParameters?.USER_ID_FOR_SRP);
      assert.notEqual(ChallengeParameters?.USERNAME, "ada@example.com");
      assert.ok((await signIn("ada@example.com")).AuthenticationResult?.IdToken);
    }
  });

  it("takes no sub for a username", async () => {
    const { UserPoolId, ClientId } = await pool();
    const { User } = await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "ada" }));
    const sub = User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
    const AuthParameters = { USERNAME: sub, SRP_A: srpClient().SRP_A };
    await assert.rejects(pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters })), {
      name: "UserNotFoundException",
      message: "User does not exist.",
    });
  });

  it("refuses a wrong password, another's answer, and what was signed over another time", async () => {
    const { addUser, signIn } = await pool();
    await addUser("ada");
    await addUser("bob");
    await assert.rejects(signIn("ada", { password: "Wrong-horse-7" }), wrong);
    await assert.rejects(signIn("ada", {}, { PASSWORD_CLAIM_SECRET_BLOCK: "AAAA" }), wrong);
    await assert.rejects(signIn("ada", {}, { PASSWORD_CLAIM_SIGNATURE: "AAAA" }), wrong);
    await assert.rejects(signIn("ada", {}, { USERNAME: "bob" }), wrong);
    await signIn("ada");
    const other = new Date(pools.clock.now()).getUTCDay() === 2 ? "Mon" : "Tue";
    const timestamp = timestampOf(new Date(pools.clock.now()));
    await assert.rejects(signIn("ada", { timestamp: timestamp.replace(/^.../, other) }), wrong);
    await assert.rejects(signIn("ada", { timestamp: timestamp.replace("UTC", "GMT") }), wrong);
  });

  it("takes a secret block once, and not after its time", async () => {
    const { addUser, start, answer, UserPoolId } = await pool({}, { AuthSessionValidity: 5 });
    await addUser("ada");
    const responses = async (minutes: number) => {
      const client = srpClient();
      const { ChallengeParameters } = await start("ada", client.SRP_A);
      pools.clock.advance(minutes * 60_000);
      return client.answer(ChallengeParameters, { userPoolId: UserPoolId, password, at: new Date(pools.clock.now()) });
    };
    const once = await responses(4);
    const both = await Promise.allSettled([answer(once), answer(once)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    await assert.rejects(answer(once), wrong);
    await assert.rejects(answer(await responses(5)), wrong);
  });

  it("reads a timestamp of one form, near the time by the moved clock or by the machine's", async () => {
    const { addUser, signIn } = await pool();
    await addUser("ada");
    const form = {
      name: "InvalidParameterException",
      message: "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
    };
    await assert.rejects(signIn("ada", { timestamp: new Date().toISOString() }), form);
    await assert.rejects(signIn("ada", { timestamp: "" }), { message: "Missing required parameter TIMESTAMP" });
    pools.clock.advance(3 * 86_400_000);
    await signIn("ada");
    await signIn("ada", { at: new Date() });
    await assert.rejects(signIn("ada", { at: new Date(Date.now() + 86_400_000) }), wrong);
    await assert.rejects(signIn("ada", { at: new Date(pools.clock.now() + 6 * 60_000) }), wrong);
  });

  it("shares the lockout with the sign-in by password", async () => {
    const flows = { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH" as const, "ALLOW_USER_PASSWORD_AUTH" as const] };
    const { ClientId, addUser, signIn } = await pool({}, flows);
    await addUser("ada");
    const byPassword = (PASSWORD: string) =>
      pools.client.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: "ada", PASSWORD } }),
      );
    for (let failure = 0; failure < 3; failure++) await assert.rejects(signIn("ada", { password: "Wrong-horse-7" }), wrong);
    for (let failure = 0; failure < 2; failure++) await assert.rejects(byPassword("Wrong-horse-7"), wrong);
    const locked = { name: "NotAuthorizedException", message: "Password attempts exceeded" };
    await assert.rejects(signIn("ada"), locked);
    await assert.rejects(byPassword(password), locked);
    pools.clock.advance(1_000);
    await signIn("ada");
  });

  it("goes on to a new password for a user whom an administrator made", async () => {
    const { UserPoolId, ClientId, signIn } = await pool();
    await pools.client.send(
      new AdminCreateUserCommand({ UserPoolId, Username: "new", TemporaryPassword: password, MessageAction: "SUPPRESS" }),
    );
    const { ChallengeName, Session } = await signIn("new");
    assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
    const { AuthenticationResult } = await pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: "new", NEW_PASSWORD: "Another-horse-8" },
      }),
    );
    assert.ok(AuthenticationResult?.IdToken);
    assert.ok((await signIn("new", { password: "Another-horse-8" })).AuthenticationResult?.IdToken);
  });

  it("tells who is not confirmed, must reset the password or is disabled so, even with a wrong password", async () => {
    const { UserPoolId, ClientId, addUser, start, signIn } = await pool();
    const claim = { password: "Wrong-horse-7" };
    await pools.client.send(new SignUpCommand({ ClientId, Username: "unc", Password: password }));
    await assert.rejects(signIn("unc", claim), { name: "UserNotConfirmedException", message: "User is not confirmed." });
    await addUser("res");
    await pools.client.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: "res" }));
    await assert.rejects(signIn("res", claim), { name: "PasswordResetRequiredException" });
    await addUser("dis");
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "dis" }));
    await assert.rejects(start("dis", srpClient().SRP_A), { name: "NotAuthorizedException", message: "User is disabled." });
  });

  it("tells of an unknown user, or plays on with one who is the same at every try", async () => {
    const open = await pool();
    const unknown = { name: "UserNotFoundException", message: "User does not exist." };
    await assert.rejects(open.start("nobody", srpClient().SRP_A), unknown);
    const hidden = await pool({}, { PreventUserExistenceErrors: "ENABLED" });
    const tries = await Promise.all(["nobody", "nobody", "no-one"].map((name) => hidden.start(name, srpClient().SRP_A)));
    const [first, second, other] = tries.map(({ ChallengeParameters }) => ChallengeParameters);
    assert.match(first?.USER_ID_FOR_SRP ?? "", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(first?.SALT ?? "", /^[0-7][0-9a-f]{31}$/);
    assert.deepEqual([first?.SALT, first?.USER_ID_FOR_SRP], [second?.SALT, second?.USER_ID_FOR_SRP]);
    assert.notEqual(first?.SRP_B, second?.SRP_B);
    assert.notEqual(first?.SALT, other?.SALT);
    await assert.rejects(hidden.signIn("nobody"), wrong);
  });

  it("plays on with an unknown user who is the same in capitals, where users are", async () => {
    const ExplicitAuthFlows = ["ALLOW_USER_SRP_AUTH" as const, "ALLOW_USER_AUTH" as const];
    const { ClientId, start, addUser } = await pool(
      {
        UsernameConfiguration: { CaseSensitive: false },
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
      },
      { PreventUserExistenceErrors: "ENABLED", ExplicitAuthFlows },
    );
    await addUser("ada");
    const { SRP_A } = srpClient();
    for (const [name, shouted] of [
      ["ada", "ADA"],
      ["nobody", "NOBODY"],
    ] as const) {
      const parameters = [await start(name, SRP_A), await start(shouted, SRP_A)].map((one) => one.ChallengeParameters);
      for (const member of ["SALT", "USER_ID_FOR_SRP"]) assert.equal(parameters[0]?.[member], parameters[1]?.[member], name);
      const AuthParameters = { USERNAME: shouted, PREFERRED_CHALLENGE: "EMAIL_OTP" };
      const { ChallengeName, Session, ChallengeParameters } = await pools.client.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_AUTH", AuthParameters }),
      );
      assert.equal(ChallengeParameters?.USER_ID_FOR_SRP, name);
      const ChallengeResponses = { USERNAME: name, EMAIL_OTP_CODE: "wrong!" };
      await assert.rejects(
        pools.client.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses })),
        { name: "CodeMismatchException" },
      );
    }
  });

  it("asks for the secret hash in both calls, of the username of each", async () => {
    const { ClientId, ClientSecret, addUser, signIn } = await pool({ AliasAttributes: ["email"] }, { GenerateSecret: true });
    await addUser("ada");
    const hash = (name: string) =>
      createHmac("sha256", ClientSecret as string)
        .update(name + ClientId)
        .digest("base64");
    const SECRET_HASH = hash("ada@example.com");
    await assert.rejects(signIn("ada@example.com", {}, {}, { SECRET_HASH: hash("ada") }), {
      message: `Unable to verify secret hash for client ${ClientId}`,
    });
    await assert.rejects(signIn("ada@example.com", {}, {}, { SECRET_HASH }), {
      message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    });
    await signIn("ada@example.com", {}, { SECRET_HASH: hash("ada") }, { SECRET_HASH });
  });

  it("refuses an SRP_A that is no number, or would give the key away", async () => {
    const { addUser, start } = await pool();
    await addUser("ada");
    for (const SRP_A of ["not hexadecimal", "0"]) {
      await assert.rejects(start("ada", SRP_A), { name: "InvalidParameterException" });
    }
    await assert.rejects(start("ada", ""), { message: "Missing required parameter SRP_A" });
  });

  it("is refused by a client that does not allow it", async () => {
    const { start } = await pool({}, { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] });
    await assert.rejects(start("ada", srpClient().SRP_A), {
      name: "InvalidParameterException",
      message: "USER_SRP_AUTH is not enabled for the client.",
    });
    const open = await pool({}, { ExplicitAuthFlows: undefined });
    await open.addUser("ada");
    assert.ok((await open.signIn("ada")).AuthenticationResult?.AccessToken);
  });
});
