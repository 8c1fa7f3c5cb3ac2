import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  CreateGroupCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  GetUserCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { startPools } from "../test-pools.ts";
import { claimsOf, refreshed, signedInUser } from "./test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const keySetUrl = (UserPoolId: string) => new URL(`${pools.url}/${UserPoolId}/.well-known/jwks.json`);

describe("the tokens of a sign-in", () => {
  it("are verified by jose and by aws-jwt-verify, each with a key of its own", async () => {
    const { UserPoolId, ClientId, tokens } = await signedInUser(pools);
    const keySet = createRemoteJWKSet(keySetUrl(UserPoolId));
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`;
    const id = await jwtVerify(tokens.IdToken as string, keySet, { issuer, audience: ClientId, algorithms: ["RS256"] });
    const access = await jwtVerify(tokens.AccessToken as string, keySet, { issuer, algorithms: ["RS256"] });
    assert.deepEqual([id.payload.token_use, access.payload.token_use], ["id", "access"]);
    assert.deepEqual([access.payload.client_id, access.payload.aud], [ClientId, undefined]);
    assert.notEqual(id.protectedHeader.kid, access.protectedHeader.kid);

    const jwks = (await (await fetch(keySetUrl(UserPoolId))).json()) as Jwks;
    for (const [tokenUse, token] of [
      ["id", tokens.IdToken],
      ["access", tokens.AccessToken],
    ] as const) {
      const verifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, tokenUse, clientId: ClientId });
      verifier.cacheJwks(jwks);
      assert.equal((await verifier.verify(token as string)).sub, id.payload.sub);
    }
  });

  it("are of one event: it and the time of the sign-in stay over a refresh, the id of a token does not", async () => {
    const { ClientId, tokens, signIn } = await signedInUser(pools);
    pools.clock.advance(10_000);
    const renewed = await refreshed(pools, ClientId, tokens.RefreshToken);
    const all = [tokens.IdToken, tokens.AccessToken, renewed?.IdToken, renewed?.AccessToken].map(claimsOf);
    for (const claim of ["event_id", "origin_jti", "auth_time"]) {
      assert.equal(new Set(all.map((claims) => claims[claim])).size, 1, claim);
    }
    assert.equal(new Set(all.map((claims) => claims.jti)).size, 4);
    const next = claimsOf((await signIn()).IdToken);
    assert.notEqual(next.event_id, all[0]?.event_id);
    assert.notEqual(next.origin_jti, all[0]?.origin_jti);
  });

  it("name no origin and no id of their own where they cannot be revoked", async () => {
    const { ClientId, tokens } = await signedInUser(pools, { appClient: { EnableTokenRevocation: false } });
    const renewed = await refreshed(pools, ClientId, tokens.RefreshToken);
    for (const token of [tokens.IdToken, tokens.AccessToken, renewed?.IdToken]) {
      const claims = claimsOf(token);
      assert.deepEqual([claims.jti, claims.origin_jti], [undefined, undefined]);
      assert.ok(claims.event_id);
    }
  });

  it("live as long as the client says", async () => {
    const { tokens } = await signedInUser(pools, {
      appClient: { AccessTokenValidity: 10, IdTokenValidity: 1, TokenValidityUnits: { AccessToken: "minutes", IdToken: "days" } },
    });
    const [id, access] = [claimsOf(tokens.IdToken), claimsOf(tokens.AccessToken)];
    assert.equal(Number(access.exp) - Number(access.iat), 600);
    assert.equal(Number(id.exp) - Number(id.iat), 86_400);
    assert.equal(tokens.ExpiresIn, 600);
  });

  it("come with a refresh token of the form of an encrypted one", async () => {
    const { tokens } = await signedInUser(pools);
    assert.equal(tokens.RefreshToken?.split(".").length, 5);
    assert.deepEqual(decodeProtectedHeader(tokens.RefreshToken as string), { cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" });
  });

  it("show the roles of the groups in the ID token, the strongest preferred unless two are as strong", async () => {
    const { UserPoolId, Username, signIn } = await signedInUser(pools);
    const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
    for (const [GroupName, Precedence] of [
      ["c", 1],
      ["a", 0],
      ["b", 5],
    ] as const) {
      await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence, RoleArn: role(GroupName) }));
      await pools.client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    }
    const tokens = await signIn();
    const [id, access] = [claimsOf(tokens.IdToken), claimsOf(tokens.AccessToken)];
    assert.deepEqual(id["cognito:groups"], ["a", "c", "b"]);
    assert.deepEqual(access["cognito:groups"], ["a", "c", "b"]);
    assert.deepEqual(id["cognito:roles"], [role("a"), role("c"), role("b")]);
    assert.equal(id["cognito:preferred_role"], role("a"));
    assert.equal(access["cognito:roles"], undefined);
    await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "d", Precedence: 0, RoleArn: role("d") }));
    await pools.client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "d" }));
    assert.equal(claimsOf((await signIn()).IdToken)["cognito:preferred_role"], undefined);
  });
});

describe("the attributes in an ID token", () => {
  const Schema = [
    { Name: "tier", AttributeDataType: "Number" as const },
    { Name: "phone_verified", AttributeDataType: "Boolean" as const },
  ];
  const attributes = [
    { Name: "email", Value: "ada@example.com" },
    { Name: "email_verified", Value: "true" },
    { Name: "phone_number", Value: "+12065550100" },
    { Name: "phone_number_verified", Value: "false" },
    { Name: "address", Value: "12 St James's Square" },
    { Name: "custom:tier", Value: "3" },
    { Name: "custom:phone_verified", Value: "true" },
  ];
  const idTokenOf = async (appClient: Partial<CreateUserPoolClientRequest> = {}) =>
    claimsOf((await signedInUser(pools, { pool: { Schema }, appClient, attributes })).tokens.IdToken);

  it("are texts, but for the flags of Cognito's own and the address", async () => {
    const claims = await idTokenOf();
    assert.deepEqual([claims.email_verified, claims.phone_number_verified], [true, false]);
    assert.deepEqual([claims["custom:tier"], claims["custom:phone_verified"]], ["3", "true"]);
    assert.deepEqual(claims.address, { formatted: "12 St James's Square" });
  });

  it("are those that the client may read", async () => {
    const claims = await idTokenOf({ ReadAttributes: ["email", "custom:tier"] });
    assert.deepEqual([claims.email, claims["custom:tier"]], ["ada@example.com", "3"]);
    for (const name of ["email_verified", "phone_number", "address", "custom:phone_verified"]) {
      assert.equal(claims[name], undefined, name);
    }
    assert.ok(claims.sub);
  });
});

describe("the issuer of a pool", () => {
  const UPDATED: Partial<CreateUserPoolRequest> = { IssuerConfiguration: { Type: "UPDATED" } };

  it("has another form where the pool asks for it, in the discovery document too", async () => {
    const { UserPoolId, ClientId, tokens } = await signedInUser(pools, { pool: UPDATED });
    const issuer = `https://issuer-cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`;
    const keySet = createRemoteJWKSet(keySetUrl(UserPoolId));
    await jwtVerify(tokens.IdToken as string, keySet, { issuer, audience: ClientId });
    const configuration = await fetch(`${pools.url}/${UserPoolId}/.well-known/openid-configuration`);
    assert.equal(((await configuration.json()) as { issuer: string }).issuer, issuer);
    assert.ok((await refreshed(pools, ClientId, tokens.RefreshToken))?.AccessToken);
  });

  it("can change while tokens of the form before are good", async () => {
    const { UserPoolId, tokens } = await signedInUser(pools, { pool: UPDATED });
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId }));
    await pools.client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
  });
});
