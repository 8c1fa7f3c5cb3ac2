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
