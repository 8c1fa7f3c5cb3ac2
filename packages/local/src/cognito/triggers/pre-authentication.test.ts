import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AdminDeleteUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
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

/** A pool with the trigger and with a user of the password. */
async function poolWith(PreAuthentication: string, PreventUserExistenceErrors: "LEGACY" | "ENABLED" = "LEGACY") {
  const { UserPoolId, ClientId } = await pools.createPool(
    { LambdaConfig: { PreAuthentication } },
    { PreventUserExistenceErrors },
  );
  const attributes = { email: "ada@example.com", email_verified: "true" };
  const { sub } = addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", attributes, password });
  const signIn = (USERNAME: string, PASSWORD: string, ClientMetadata?: Record<string, string>) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
        ...(ClientMetadata && { ClientMetadata }),
      }),
    );
  return { UserPoolId, ClientId, sub, signIn };
}

describe("the pre authentication trigger", () => {
  it("receives Cognito's event, with the call's metadata as validationData, before the password is checked", async () => {
    const { functionArn, notes } = pools.deploy("record", "note(event); return event;");
    const { UserPoolId, ClientId, sub, signIn } = await poolWith(functionArn);
    await assert.rejects(signIn("ada", "Wrong-horse-7", { device: "phone" }), { message: "Incorrect username or password." });
    const [event] = notes();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "PreAuthentication_Authentication",
      request: {
        userAttributes: { sub, "cognito:user_status": "CONFIRMED", email: "ada@example.com", email_verified: "true" },
        validationData: { device: "phone" },
      },
      response: {},
    });
    assert.ok((await signIn("ada", password)).AuthenticationResult);
    assert.equal(notes()[1].request.validationData, null);
  });

  it("denies by throwing, whatever the password", async () => {
    const { functionArn } = pools.deploy("deny", "throw new Error('not today');");
    const { signIn } = await poolWith(functionArn);
    await assert.rejects(signIn("ada", password), {
      name: "UserLambdaValidationException",
      message: "PreAuthentication failed with error not today.",
    });
  });

  it("hears of a name that nobody has only where the client must not learn so", async () => {
    const { functionArn, notes } = pools.deploy("unknown", "note(event); return event;");
    const open = await poolWith(functionArn);
    await assert.rejects(open.signIn("nobody", password), { name: "UserNotFoundException" });
    assert.deepEqual(notes(), []);
    const hiding = await poolWith(functionArn, "ENABLED");
    await assert.rejects(hiding.signIn("nobody", password), { name: "NotAuthorizedException" });
    await hiding.signIn("ada", password);
    assert.deepEqual(
      notes().map(({ userName, request }) => [userName, request.userNotFound, Object.keys(request.userAttributes).length]),
      [
        ["nobody", true, 0],
        ["ada", false, 4],
      ],
    );
  });

  it("may take its time, in which the user can be deleted", async () => {
    const { functionArn, notes } = pools.deploy(
      "slow",
      "note(1); await new Promise((done) => setTimeout(done, 300)); return event;",
    );
    const { UserPoolId, signIn } = await poolWith(functionArn);
    const answer = assert.rejects(signIn("ada", password), { name: "UserNotFoundException" });
    while (notes().length === 0) await new Promise(setImmediate);
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "ada" }));
    await answer;
  });
});
