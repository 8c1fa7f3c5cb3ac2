import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  AdminConfirmSignUpCommand,
  type CognitoIdentityProviderServiceException,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
before(async () => {
  wire = await startWire();
});
beforeEach(() => wire.recorder.clear());
after(() => wire?.stop());

const failed = (reason: string) => ({
  name: "UserLambdaValidationException",
  message: `PostConfirmation failed with error ${reason}`,
});

async function confirm(pool: Pool, username: string, code = "123456") {
  await wire.cognito.send(new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: username, ConfirmationCode: code }));
}

async function signIn(pool: Pool, username: string, secret: string) {
  const parameters = { USERNAME: username, PASSWORD: secret };
  const flow = { ClientId: pool.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: parameters } as const;
  return (await wire.cognito.send(new InitiateAuthCommand(flow))).AuthenticationResult;
}

test("a PostConfirmation that throws: its message, HTTP 400, one attempt; the user stays CONFIRMED and signs in", async () => {
  const pool = await wire.pool({ PostConfirmation: wire.deploy("throw.error") });
  await assert.rejects(pool.confirmed({ Username: "ada" }), (error: CognitoIdentityProviderServiceException) => {
    assert.deepEqual({ name: error.name, message: error.message }, failed("the table is gone."));
    assert.equal(error.$metadata.httpStatusCode, 400);
    return true;
  });
  assert.equal(wire.recorder.invocations.length, 1);
  assert.equal(await pool.status("ada"), "CONFIRMED");
  assert.ok((await signIn(pool, "ada", password))?.IdToken);

  const refusal = { name: "NotAuthorizedException", message: "User cannot be confirmed. Current status is CONFIRMED" };
  await assert.rejects(confirm(pool, "ada"), refusal);
  const again = new AdminConfirmSignUpCommand({ UserPoolId: pool.userPoolId, Username: "ada" });
  await assert.rejects(wire.cognito.send(again), refusal);
  assert.equal(wire.recorder.invocations.length, 1);
});

test("something thrown that is no Error shows as [object Object]", async () => {
  const pool = await wire.pool({ PostConfirmation: wire.deploy("throw.object") });
  await assert.rejects(pool.confirmed(), failed("[object Object]."));
  assert.equal(wire.recorder.invocations.length, 1);
});

test("a reset whose PostConfirmation throws has set the new password", async () => {
  const pool = await wire.pool();
  const { username, email } = await pool.confirmed();
  const PostConfirmation = wire.deploy("throw.error");
  await wire.permit(PostConfirmation, pool.userPoolArn);
  await wire.cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: pool.userPoolId,
      AutoVerifiedAttributes: ["email"],
      LambdaConfig: { PostConfirmation },
    }),
  );
  await wire.cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username }));
  const reset = new ConfirmForgotPasswordCommand({
    ClientId: pool.clientId,
    Username: username,
    ConfirmationCode: pool.code(email),
    Password: `${password}!`,
  });
  await assert.rejects(wire.cognito.send(reset), failed("the table is gone."));
  assert.ok((await signIn(pool, username, `${password}!`))?.IdToken);
});

test("a function without the permission for this pool is refused as on AWS and never runs", async () => {
  const other = await wire.pool();
  const PostConfirmation = wire.deploy("echo.handler");
  await wire.permit(PostConfirmation, other.userPoolArn);
  const pool = await wire.pool();
  await wire.cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: pool.userPoolId,
      AutoVerifiedAttributes: ["email"],
      LambdaConfig: { PostConfirmation },
    }),
  );
  const refused = {
    name: "UnexpectedLambdaException",
    message: "PostConfirmation invocation failed due to error AccessDeniedException.",
  };
  await assert.rejects(pool.confirmed({ Username: "ada" }), refused);
  assert.deepEqual(wire.recorder.invocations, []);
  assert.equal(await pool.status("ada"), "CONFIRMED");

  await wire.permit(PostConfirmation, pool.userPoolArn);
  await pool.confirmed();
  assert.equal(wire.recorder.invocations.length, 1);
});

test("an alias needs a permission of its own", async () => {
  const functionArn = wire.deploy("echo.handler");
  const pool = await wire.pool();
  await wire.permit(functionArn, pool.userPoolArn);
  const PostConfirmation = `${functionArn}:live`;
  const { userPoolId: UserPoolId } = pool;
  await wire.cognito.send(
    new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ["email"], LambdaConfig: { PostConfirmation } }),
  );
  await assert.rejects(pool.confirmed(), { name: "UnexpectedLambdaException", message: /AccessDeniedException\.$/ });
  await wire.permit(PostConfirmation, pool.userPoolArn);
  await pool.confirmed();
  assert.equal(wire.recorder.invocations.length, 1);
});

test("a function that is gone is refused with the same text", async () => {
  const pool = await wire.pool();
  const PostConfirmation = `arn:aws:lambda:${wire.aws.region}:${wire.aws.accountId}:function:deleted`;
  const { userPoolId: UserPoolId } = pool;
  await wire.cognito.send(
    new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ["email"], LambdaConfig: { PostConfirmation } }),
  );
  await assert.rejects(pool.confirmed({ Username: "ada" }), {
    name: "UnexpectedLambdaException",
    message: "PostConfirmation invocation failed due to error AccessDeniedException.",
  });
  assert.equal(await pool.status("ada"), "CONFIRMED");
});

test("Lambda's own timeout is a function error: one attempt, with Lambda's text", async () => {
  wire.recorder.hold();
  const pool = await wire.pool({ PostConfirmation: wire.deploy("echo.handler", { timeoutSeconds: 1 }) });
  await assert.rejects(pool.confirmed({ Username: "ada" }), {
    name: "UserLambdaValidationException",
    message: /^PostConfirmation failed with error .*Task timed out after 1\.0\d seconds\.?$/,
  });
  wire.recorder.release();
  assert.equal(wire.recorder.invocations.length, 1);
  assert.equal(await pool.status("ada"), "CONFIRMED");
});

for (const [handler, how] of [
  ["crash.exit", "exits"],
  ["crash.kill", "is killed"],
] as const) {
  test(`a function whose process ${how} fails the call once; the user is CONFIRMED and the next user is served`, async () => {
    const pool = await wire.pool({ PostConfirmation: wire.deploy(handler) });
    for (const username of ["ada", "alan"]) {
      await assert.rejects(pool.confirmed({ Username: username }), {
        name: "UserLambdaValidationException",
        message: /^PostConfirmation failed with error RequestId: \S+ Error: Runtime exited.*\.$/,
      });
      assert.equal(await pool.status(username), "CONFIRMED");
    }
    assert.equal(wire.recorder.invocations.length, 2);
  });
}

test("a missing module fails with Node's own words", async () => {
  const pool = await wire.pool({ PostConfirmation: wire.deploy("missing.handler") });
  await assert.rejects(pool.confirmed(), {
    name: "UserLambdaValidationException",
    message: /^PostConfirmation failed with error .*Cannot find module 'missing'/,
  });
});
