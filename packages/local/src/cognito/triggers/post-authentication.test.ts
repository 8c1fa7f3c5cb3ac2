import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  DeleteUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function poolWith(PostAuthentication: string) {
  const { UserPoolId, ClientId } = await pools.createPool({ LambdaConfig: { PostAuthentication } });
  const { sub } = addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", password });
  const signIn = (USERNAME: string, PASSWORD: string) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
        ClientMetadata: { from: "InitiateAuth" },
      }),
    );
  return { UserPoolId, ClientId, sub, signIn };
}

describe("the post authentication trigger", () => {
  it("receives Cognito's event once the password is right, and not when tokens are refreshed", async () => {
    const { functionArn, notes } = pools.deploy("record", "note(event); return event;");
    const { UserPoolId, ClientId, sub, signIn } = await poolWith(functionArn);
    await assert.rejects(signIn("ada", "Wrong-horse-7"));
    assert.deepEqual(notes(), []);
    const { AuthenticationResult } = await signIn("ada", password);
    const [event] = notes();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "PostAuthentication_Authentication",
      request: { userAttributes: { sub, "cognito:user_status": "CONFIRMED" }, newDeviceUsed: false },
      response: {},
    });
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken as string;
    const AuthParameters = { REFRESH_TOKEN };
    await pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters }));
    assert.equal(notes().length, 1);
  });

  it("is the first trigger after AdminCreateUser: when the user takes a password, with the metadata of that call", async () => {
    const { functionArn, notes } = pools.deploy("first", "note(event.request); return event;");
    const { UserPoolId, ClientId, signIn } = await poolWith(functionArn);
    const Username = "adm";
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password }));
    const { Session } = await signIn(Username, password);
    assert.deepEqual(notes(), []);
    await pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: "Another-horse-8" },
        ClientMetadata: { from: "Respond" },
      }),
    );
    const [request] = notes();
    assert.equal(request.userAttributes["cognito:user_status"], "CONFIRMED");
    assert.deepEqual(request.clientMetadata, { from: "Respond" });
  });

  it("fails the sign-in when its function fails, and the new password stays", async () => {
    const { functionArn } = pools.deploy("fail", "throw new Error('boom');");
    const { UserPoolId, ClientId, signIn } = await poolWith(functionArn);
    const failed = { name: "UserLambdaValidationException", message: "PostAuthentication failed with error boom." };
    await assert.rejects(signIn("ada", password), failed);
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "adm", TemporaryPassword: password }));
    const { Session } = await signIn("adm", password);
    const ChallengeResponses = { USERNAME: "adm", NEW_PASSWORD: "Another-horse-8" };
    const answer = new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses,
    });
    await assert.rejects(pools.client.send(answer), failed);
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "adm" }));
    assert.equal(user.UserStatus, "CONFIRMED");
  });

  it("gives no tokens to a user who was disabled while it ran", async () => {
    const { functionArn, notes } = pools.deploy(
      "slow",
      "note(1); await new Promise((done) => setTimeout(done, 300)); return event;",
    );
    const { UserPoolId, signIn } = await poolWith(functionArn);
    const answer = assert.rejects(signIn("ada", password), { name: "NotAuthorizedException", message: "User is disabled." });
    while (notes().length === 0) await new Promise(setImmediate);
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "ada" }));
    await answer;
  });

  it("gives no tokens through an app client that was deleted while it ran", async () => {
    const { functionArn, notes } = pools.deploy(
      "late",
      "note(1); await new Promise((done) => setTimeout(done, 300)); return event;",
    );
    const { UserPoolId, ClientId, signIn } = await poolWith(functionArn);
    const answer = assert.rejects(signIn("ada", password), {
      name: "ResourceNotFoundException",
      message: `User pool client ${ClientId} does not exist.`,
    });
    while (notes().length === 0) await new Promise(setImmediate);
    await pools.client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await answer;
  });
});
