import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function userIn(
  Username: string,
  pool: Partial<CreateUserPoolRequest> = {},
  appClient: Partial<CreateUserPoolClientRequest> = {},
) {
  const made = await pools.createPool(pool, appClient);
  const { UserPoolId, ClientId } = made;
  const UserAttributes = [
    { Name: "email", Value: "ada@example.com" },
    { Name: "email_verified", Value: "true" },
  ];
  const create = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(create);
  await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  const sub = User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
  const signIn = (PASSWORD = password, extra: Record<string, string> = {}) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD, ...extra },
      }),
    );
  return { ...made, sub, username: User?.Username as string, signIn };
}

function refresh(ClientId: string, REFRESH_TOKEN: string | undefined, extra: Record<string, string> = {}) {
  const AuthParameters = { REFRESH_TOKEN: REFRESH_TOKEN as string, ...extra };
  return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }));
}

const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };

describe("InitiateAuth with a password", () => {
  it("gives tokens that a stock verifier accepts by the key set of the pool", async () => {
    const { ClientId, UserPoolId, sub, signIn } = await userIn("ada");
    await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "Staff", Precedence: 2 }));
    const roleArn = "arn:aws:iam::000000000000:role/users";
    await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "Users", Precedence: 1, RoleArn: roleArn }));
    for (const GroupName of ["Staff", "Users"]) {
      await pools.client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: "ada" }));
    }
    const { AuthenticationResult } = await signIn();
    const keySet = (await (await fetch(`${pools.url}/${UserPoolId}/.well-known/jwks.json`)).json()) as Jwks;
    assert.equal(keySet.keys.length, 2);

    const idVerifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, tokenUse: "id", clientId: ClientId });
    idVerifier.cacheJwks(keySet);
    const id = await idVerifier.verify(AuthenticationResult?.IdToken as string);
    const accessVerifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, tokenUse: "access", clientId: ClientId });
    accessVerifier.cacheJwks(keySet);
    const access = await accessVerifier.verify(AuthenticationResult?.AccessToken as string);

    const iss = `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`;
    const shared = { sub, iss, "cognito:groups": ["Users", "Staff"], origin_jti: id.origin_jti, event_id: id.event_id };
    const times = { auth_time: id.iat, iat: id.iat, exp: id.iat + 3_600 };
    assert.deepEqual(id, {
      ...shared,
      ...times,
      jti: id.jti,
      aud: ClientId,
      token_use: "id",
      "cognito:username": "ada",
      "cognito:roles": [roleArn],
      "cognito:preferred_role": roleArn,
      email: "ada@example.com",
      email_verified: true,
    });
    assert.deepEqual(access, {
      ...shared,
      ...times,
      jti: access.jti,
      client_id: ClientId,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      username: "ada",
    });
    assert.notEqual(id.jti, access.jti);
    assert.equal(AuthenticationResult?.TokenType, "Bearer");
    assert.equal(AuthenticationResult?.ExpiresIn, 3_600);
  });

  it("takes the e-mail address where it is the username, and an alias where it is verified", async () => {
    for (const settings of [{ UsernameAttributes: ["email" as const] }, { AliasAttributes: ["email" as const] }]) {
      const username = settings.UsernameAttributes ? "ada@example.com" : "ada";
      const { ClientId } = await userIn(username, settings);
      const AuthParameters = { USERNAME: "ada@example.com", PASSWORD: password };
      const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
      assert.ok((await pools.client.send(command)).AuthenticationResult?.IdToken);
    }
  });

  it("says the same of a wrong password and, if the client hides who exists, of an unknown user", async () => {
    const { signIn } = await userIn("ada");
    await assert.rejects(signIn("Wrong-horse-7"), wrong);
    const AuthParameters = { USERNAME: "nobody", PASSWORD: password };
    for (const [PreventUserExistenceErrors, expected] of [
      ["ENABLED", wrong],
      ["LEGACY", { name: "UserNotFoundException", message: "User does not exist." }],
    ] as const) {
      const { ClientId } = await pools.createPool({}, { PreventUserExistenceErrors });
      const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
      await assert.rejects(pools.client.send(command), expected);
    }
  });

  it("tells an unconfirmed user so even with a wrong password", async () => {
    const { ClientId } = await pools.createPool();
    await pools.client.send(new SignUpCommand({ ClientId, Username: "unc", Password: password }));
    const AuthParameters = { USERNAME: "unc", PASSWORD: "Wrong-horse-7" };
    const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    await assert.rejects(pools.client.send(command), {
      name: "UserNotConfirmedException",
      message: "User is not confirmed.",
    });
  });

  it("locks a user out after five wrong passwords, longer with each, and forgets after fifteen minutes", async () => {
    const { signIn } = await userIn("loc");
    const locked = { name: "NotAuthorizedException", message: "Password attempts exceeded" };
    for (let failure = 0; failure < 5; failure++) await assert.rejects(signIn("Wrong-horse-7"), wrong);
    await assert.rejects(signIn(), locked);
    pools.clock.advance(1_000);
    await assert.rejects(signIn("Wrong-horse-7"), wrong);
    pools.clock.advance(1_000);
    await assert.rejects(signIn(), locked);
    pools.clock.advance(1_000);
    await signIn();
    for (let failure = 0; failure < 5; failure++) await assert.rejects(signIn("Wrong-horse-7"), wrong);
    pools.clock.advance(15 * 60_000);
    await assert.rejects(signIn("Wrong-horse-7"), wrong);
    await signIn();
  });

  it("refuses a flow that the client does not allow, and parameters that are missing", async () => {
    const { ClientId } = await pools.createPool({}, { ExplicitAuthFlows: undefined });
    const send = (client: string, AuthParameters: Record<string, string>) =>
      pools.client.send(new InitiateAuthCommand({ ClientId: client, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    await assert.rejects(send(ClientId, { USERNAME: "x", PASSWORD: "y" }), {
      name: "InvalidParameterException",
      message: "USER_PASSWORD_AUTH flow not enabled for this client",
    });
    const open = await pools.createPool();
    await assert.rejects(send(open.ClientId, { PASSWORD: "y" }), {
      name: "InvalidParameterException",
      message: "Missing required parameter USERNAME",
    });
  });

  it("keeps no password as text, and none that two users share alike", async () => {
    const { UserPoolId } = await userIn("one");
    const command = new AdminCreateUserCommand({ UserPoolId, Username: "two", TemporaryPassword: password });
    await pools.client.send(command);
    const rows = pools.store.sql("SELECT * FROM cognito_user WHERE user_pool_id = ?").all(UserPoolId);
    const [one, two] = rows.map((row) => Buffer.from(row.password_verifier as Uint8Array));
    assert.equal(one?.length, 384);
    assert.notDeepEqual(one, two);
    assert.ok(!JSON.stringify(rows).includes(password));
  });
});

describe("InitiateAuth with a refresh token", () => {
  it("gives new ID and access tokens of the same sign-in, with the groups of now", async () => {
    const { ClientId, UserPoolId, signIn } = await userIn("ref");
    const first = (await signIn()).AuthenticationResult;
    await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "Late" }));
    await pools.client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: "Late", Username: "ref" }));
    pools.clock.advance(60_000);
    const second = (await refresh(ClientId, first?.RefreshToken)).AuthenticationResult;
    assert.equal(second?.RefreshToken, undefined);
    const claims = (token: string | undefined) => JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
    const [before, now] = [claims(first?.IdToken), claims(second?.IdToken)];
    assert.deepEqual([now.origin_jti, now.auth_time], [before.origin_jti, before.auth_time]);
    assert.notEqual(now.jti, before.jti);
    assert.equal(now.iat, before.iat + 60);
    assert.deepEqual([before["cognito:groups"], now["cognito:groups"]], [undefined, ["Late"]]);
  });

  it("refuses one that is no one's, another client's, revoked or too old", async () => {
    const { ClientId, UserPoolId, signIn } = await userIn("old");
    const { RefreshToken } = (await signIn()).AuthenticationResult ?? {};
    const other = await pools.createPool();
    const invalid = { name: "NotAuthorizedException", message: "Invalid Refresh Token" };
    await assert.rejects(refresh(ClientId, "nonsense"), invalid);
    await assert.rejects(refresh(other.ClientId, RefreshToken), invalid);
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "old" }));
    await pools.client.send(new AdminEnableUserCommand({ UserPoolId, Username: "old" }));
    await assert.rejects(refresh(ClientId, RefreshToken), { message: "Refresh Token has been revoked" });
    const later = (await signIn()).AuthenticationResult;
    pools.clock.advance(30 * 86_400_000);
    await assert.rejects(refresh(ClientId, later?.RefreshToken), { message: "Refresh Token has expired" });
  });

  it("wants the secret hash of the real username", async () => {
    const { ClientId, ClientSecret, username, signIn } = await userIn(
      "sec@example.com",
      { UsernameAttributes: ["email"] },
      { GenerateSecret: true },
    );
    const hash = (name: string) =>
      createHmac("sha256", ClientSecret as string)
        .update(name + ClientId)
        .digest("base64");
    const { RefreshToken } = (await signIn(password, { SECRET_HASH: hash("sec@example.com") })).AuthenticationResult ?? {};
    await assert.rejects(refresh(ClientId, RefreshToken, { SECRET_HASH: hash("sec@example.com") }), {
      message: `Unable to verify secret hash for client ${ClientId}`,
    });
    await refresh(ClientId, RefreshToken, { SECRET_HASH: hash(username) });
  });
});
