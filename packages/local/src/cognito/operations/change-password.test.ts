import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminSetUserPasswordCommand,
  ChangePasswordCommand,
  type ChangePasswordRequest,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { refreshed, signedInUser } from "../tokens/test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const change = (request: ChangePasswordRequest) => pools.client.send(new ChangePasswordCommand(request));
const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const attributes = [
  { Name: "email", Value: "ada@example.com" },
  { Name: "email_verified", Value: "true" },
];
const numbered = (count: number) => `Correct-horse-${count}0`;

describe("ChangePassword", () => {
  it("takes the new password in place of the old one, and leaves the user signed in", async () => {
    const { ClientId, tokens, signIn } = await signedInUser(pools);
    const { AccessToken } = tokens;
    await change({ AccessToken, PreviousPassword: password, ProposedPassword: numbered(1) });
    await assert.rejects(signIn(), wrong);
    assert.ok((await signIn(numbered(1))).IdToken);
    await pools.client.send(new GetUserCommand({ AccessToken }));
    assert.ok(await refreshed(pools, ClientId, tokens.RefreshToken));
  });

  it("refuses a wrong or missing old password, and a new one against the policy", async () => {
    const { tokens, signIn } = await signedInUser(pools);
    const { AccessToken } = tokens;
    await assert.rejects(change({ AccessToken, PreviousPassword: numbered(1), ProposedPassword: numbered(2) }), wrong);
    await assert.rejects(change({ AccessToken, ProposedPassword: numbered(2) }), wrong);
    await assert.rejects(change({ AccessToken, PreviousPassword: password, ProposedPassword: "short" }), {
      name: "InvalidPasswordException",
      message: "Password did not conform with policy: Password not long enough",
    });
    await assert.rejects(change({ PreviousPassword: password, ProposedPassword: numbered(2), AccessToken: "a.b.c" }), {
      name: "NotAuthorizedException",
      message: "Invalid Access Token",
    });
    assert.ok(await signIn());
  });

  it("answers five calls an hour, right or wrong", async () => {
    const { tokens } = await signedInUser(pools, { appClient: { AccessTokenValidity: 12 } });
    const { AccessToken } = tokens;
    const right = { AccessToken, PreviousPassword: password, ProposedPassword: password };
    for (let call = 0; call < 4; call++) {
      await assert.rejects(change({ ...right, PreviousPassword: numbered(1) }), wrong);
    }
    await change(right);
    const limited = { name: "LimitExceededException", message: "Attempt limit exceeded, please try after some time." };
    await assert.rejects(change(right), limited);
    pools.clock.advance(3_599_000);
    await assert.rejects(change(right), limited);
    pools.clock.advance(1_000);
    await change(right);
  });
});

describe("the password history of a pool", () => {
  const violation = { name: "PasswordHistoryPolicyViolationException" };

  async function userWith(passwords: string[], PasswordHistorySize = 3) {
    const Policies = { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize } };
    const user = await signedInUser(pools, { pool: { Policies }, attributes });
    const { UserPoolId, ClientId, Username } = user;
    const set = (Password: string, Permanent = true) =>
      pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent }));
    for (const one of passwords) await set(one);
    /** Signs in with a temporary password, and answers the challenge that comes of it. */
    const answerOf = async (PASSWORD: string) => {
      const AuthParameters = { USERNAME: Username, PASSWORD };
      const start = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
      const { Session } = await pools.client.send(start);
      return (NEW_PASSWORD: string) => {
        const ChallengeResponses = { USERNAME: Username, NEW_PASSWORD };
        const ChallengeName = "NEW_PASSWORD_REQUIRED";
        return pools.client.send(new RespondToAuthChallengeCommand({ ClientId, Session, ChallengeName, ChallengeResponses }));
      };
    };
    return { ...user, set, answerOf };
  }

  it("holds for ChangePassword: the password of now and the two before it, no more", async () => {
    const { tokens } = await userWith([numbered(1), numbered(2)]);
    const { AccessToken } = tokens;
    for (const ProposedPassword of [numbered(2), numbered(1), password]) {
      await assert.rejects(change({ AccessToken, PreviousPassword: numbered(2), ProposedPassword }), violation);
    }
    await change({ AccessToken, PreviousPassword: numbered(2), ProposedPassword: numbered(3) });
    await change({ AccessToken, PreviousPassword: numbered(3), ProposedPassword: password });
  });

  it("holds for AdminSetUserPassword, but not for a password that is temporary", async () => {
    const { set } = await userWith([numbered(1)]);
    await assert.rejects(set(password), violation);
    await assert.rejects(set(numbered(1)), violation);
    await set(password, false);
    await assert.rejects(set(password), violation);
    await set(numbered(8), false);
    await set(numbered(2));
    await set(numbered(8));
  });

  it("holds for ConfirmForgotPassword, and the code stays good", async () => {
    const { ClientId, Username } = await userWith([numbered(1)]);
    await pools.client.send(new ForgotPasswordCommand({ ClientId, Username }));
    const ConfirmationCode = await pools.codeFor("ada@example.com");
    const confirm = (Password: string) =>
      pools.client.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
    await assert.rejects(confirm(password), violation);
    await confirm(numbered(2));
  });

  it("lets one of two answers at once use a session", async () => {
    // A history that takes longer to search than the second answer takes to arrive.
    const { set, answerOf } = await userWith([1, 2, 3, 4, 5, 6, 7, 8].map(numbered), 24);
    await set(numbered(9), false);
    const answer = await answerOf(numbered(9));
    const outcomes = await Promise.allSettled([answer(numbered(10)), answer(numbered(11))]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  });

  it("holds for NEW_PASSWORD_REQUIRED, where the temporary password is not a part of it", async () => {
    const { set, answerOf } = await userWith([numbered(1)]);
    await set(numbered(7), false);
    const answer = await answerOf(numbered(7));
    await assert.rejects(answer(numbered(1)), violation);
    await answer(numbered(7));
  });

  it("keeps no more former passwords than it needs, and none in a pool without a history", async () => {
    const kept = ({ UserPoolId }: { UserPoolId: string }) =>
      pools.store
        .sql("SELECT salt FROM cognito_former_password JOIN cognito_user u ON u.id = user_id WHERE user_pool_id = ?")
        .all(UserPoolId).length;
    assert.equal(kept(await userWith([1, 2, 3, 4, 5].map(numbered))), 2);
    const without = await signedInUser(pools);
    const { AccessToken } = without.tokens;
    await change({ AccessToken, PreviousPassword: password, ProposedPassword: numbered(1) });
    await change({ AccessToken, PreviousPassword: numbered(1), ProposedPassword: password });
    assert.equal(kept(without), 0);
  });
});
