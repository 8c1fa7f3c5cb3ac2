import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  InitiateAuthCommand,
  type InitiateAuthRequest,
  type LambdaConfigType,
  RespondToAuthChallengeCommand,
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

let deployed = 0;

/** A pool all of whose sign-in triggers run one function that only takes note. */
async function poolWithTriggers() {
  const body = "note({ source: event.triggerSource, request: event.request }); return event;";
  const { functionArn, notes } = pools.deploy(`order-${++deployed}`, body);
  const triggers = ["PreAuthentication", "PostAuthentication", "PreTokenGeneration", "UserMigration"] as const;
  const LambdaConfig: LambdaConfigType = Object.fromEntries(triggers.map((trigger) => [trigger, functionArn]));
  const { UserPoolId, ClientId } = await pools.createPool(
    { LambdaConfig },
    { ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"] },
  );
  addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", password });
  const start = (AuthFlow: InitiateAuthRequest["AuthFlow"], AuthParameters: Record<string, string>) =>
    pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters, ClientMetadata: { from: "InitiateAuth" } }));
  const sources = () => notes().map(({ source }) => source);
  return { UserPoolId, ClientId, start, notes, sources };
}

describe("the triggers of a sign-in", () => {
  it("run before the SRP challenge and after its answer, each with the metadata of its call", async () => {
    const { UserPoolId, ClientId, start, notes, sources } = await poolWithTriggers();
    const client = srpClient();
    const { ChallengeParameters } = await start("USER_SRP_AUTH", { USERNAME: "ada", SRP_A: client.SRP_A });
    assert.deepEqual(sources(), ["PreAuthentication_Authentication"]);
    assert.deepEqual(notes()[0].request.validationData, { from: "InitiateAuth" });
    await pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: client.answer(ChallengeParameters, { userPoolId: UserPoolId, password }),
        ClientMetadata: { from: "Respond" },
      }),
    );
    assert.deepEqual(sources(), [
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    for (const { request } of notes().slice(1)) assert.deepEqual(request.clientMetadata, { from: "Respond" });
  });

  it("do not run after a proof that is wrong", async () => {
    const { UserPoolId, ClientId, start, sources } = await poolWithTriggers();
    const client = srpClient();
    const { ChallengeParameters } = await start("USER_SRP_AUTH", { USERNAME: "ada", SRP_A: client.SRP_A });
    const ChallengeResponses = client.answer(ChallengeParameters, { userPoolId: UserPoolId, password: "Wrong-horse-7" });
    const answer = new RespondToAuthChallengeCommand({ ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses });
    await assert.rejects(pools.client.send(answer), { name: "NotAuthorizedException" });
    assert.deepEqual(sources(), ["PreAuthentication_Authentication"]);
  });

  it("ask for an unknown user elsewhere only where the call carries the password", async () => {
    const { start, sources } = await poolWithTriggers();
    const USERNAME = "nobody";
    await assert.rejects(start("USER_SRP_AUTH", { USERNAME, SRP_A: srpClient().SRP_A }), { name: "UserNotFoundException" });
    await assert.rejects(start("USER_AUTH", { USERNAME }), { name: "UserNotFoundException" });
    assert.deepEqual(sources(), []);
    await assert.rejects(start("USER_AUTH", { USERNAME, PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password }));
    await assert.rejects(start("USER_PASSWORD_AUTH", { USERNAME, PASSWORD: password }));
    assert.deepEqual(sources(), ["UserMigration_Authentication", "UserMigration_Authentication"]);
  });

  it("run once in a choice-based sign-in, before the choice", async () => {
    const { ClientId, start, sources } = await poolWithTriggers();
    const { Session } = await start("USER_AUTH", { USERNAME: "ada" });
    await pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "SELECT_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME: "ada", ANSWER: "PASSWORD", PASSWORD: password },
      }),
    );
    assert.deepEqual(sources(), [
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
  });
});
