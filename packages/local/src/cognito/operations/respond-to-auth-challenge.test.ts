import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

describe("RespondToAuthChallenge NEW_PASSWORD_REQUIRED", () => {
  async function challenged(Username: string) {
    const { ClientId, UserPoolId } = await pools.createPool({ Schema: [{ Name: "given_name", Required: true, Mutable: true }] });
    const UserAttributes = [{ Name: "given_name", Value: "Ada" }];
    await pools.client.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username,
        UserAttributes,
        TemporaryPassword: password,
        MessageAction: "SUPPRESS",
      }),
    );
    const AuthParameters = { USERNAME: Username, PASSWORD: password };
    const start = () => pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    const answer = (Session: string | undefined, responses: Record<string, string>) =>
      pools.client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          Session,
          ChallengeResponses: { USERNAME: Username, ...responses },
        }),
      );
    return { start, answer };
  }
  const expired = { name: "NotAuthorizedException", message: "Invalid session for the user, session is expired." };

  it("takes the password and attributes, signs in, and the session works once", async () => {
    const { start, answer } = await challenged("new");
    const { ChallengeName, Session, ChallengeParameters } = await start();
    assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
    assert.deepEqual(ChallengeParameters, {
      USER_ID_FOR_SRP: "new",
      requiredAttributes: "[]",
      userAttributes: '{"given_name":"Ada"}',
    });
    await assert.rejects(answer(Session, { NEW_PASSWORD: "short" }), { name: "InvalidPasswordException" });
    const responses = { NEW_PASSWORD: "Another-horse-8", "userAttributes.family_name": "Lovelace" };
    const { AuthenticationResult } = await answer(Session, responses);
    assert.ok(AuthenticationResult?.RefreshToken);
    await assert.rejects(answer(Session, responses), expired);
    const user = await pools.client.send(new GetUserCommand({ AccessToken: AuthenticationResult.AccessToken }));
    assert.equal(user.UserAttributes?.find(({ Name }) => Name === "family_name")?.Value, "Lovelace");
  });

  it("takes no other value of an attribute that the pool requires and the user has, and not the same one either", async () => {
    const { start, answer } = await challenged("own");
    const { Session } = await start();
    for (const given_name of ["Augusta", "Ada"]) {
      const responses = { NEW_PASSWORD: "Another-horse-8", "userAttributes.given_name": given_name };
      await assert.rejects(answer(Session, responses), {
        name: "NotAuthorizedException",
        message: "Cannot modify an already provided given_name",
      });
    }
    assert.ok((await answer(Session, { NEW_PASSWORD: "Another-horse-8" })).AuthenticationResult);
  });

  it("takes nothing of the user that Cognito alone says", async () => {
    const { start, answer } = await challenged("non");
    const { Session } = await start();
    for (const name of ["email_verified", "phone_number_verified", "sub"]) {
      await assert.rejects(answer(Session, { NEW_PASSWORD: "Another-horse-8", [`userAttributes.${name}`]: "true" }), {
        name: "InvalidParameterException",
        message: `Cannot modify the non-mutable attribute ${name}`,
      });
    }
  });

  it("takes no other e-mail address where it is what people sign in with", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({ UsernameAttributes: ["email"] });
    const USERNAME = "ada@example.com";
    const request = { UserPoolId, Username: USERNAME, TemporaryPassword: password, MessageAction: "SUPPRESS" } as const;
    await pools.client.send(new AdminCreateUserCommand(request));
    const AuthParameters = { USERNAME, PASSWORD: password };
    const { ChallengeName, Session } = await pools.client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
    const ChallengeResponses = { USERNAME, NEW_PASSWORD: "Another-horse-8", "userAttributes.email": "eve@example.com" };
    await assert.rejects(
      pools.client.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses })),
      { name: "NotAuthorizedException", message: "Cannot modify an already provided email" },
    );
  });

  it("refuses a session after three minutes and a temporary password after seven days", async () => {
    const { start, answer } = await challenged("lat");
    const { Session } = await start();
    pools.clock.advance(3 * 60_000);
    await assert.rejects(answer(Session, { NEW_PASSWORD: "Another-horse-8" }), expired);
    pools.clock.advance(7 * 86_400_000);
    await assert.rejects(start(), {
      name: "NotAuthorizedException",
      message: "Temporary password has expired and must be reset by an administrator.",
    });
  });
});
