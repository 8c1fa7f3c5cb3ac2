import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
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

async function poolWith(PostConfirmation: string, where = pools) {
  return where.createPool({ LambdaConfig: { PostConfirmation } });
}

async function signUp(ClientId: string, name: string, where = pools) {
  const UserAttributes = [{ Name: "email", Value: `${name}@example.com` }];
  const ClientMetadata = { from: "SignUp" };
  await where.client.send(new SignUpCommand({ ClientId, Username: name, Password: password, UserAttributes, ClientMetadata }));
  return where.codeFor(`${name}@example.com`);
}

async function confirm(ClientId: string, name: string, metadata?: Record<string, string>, where = pools) {
  const ConfirmationCode = await signUp(ClientId, name, where);
  const request = { ClientId, Username: name, ConfirmationCode, ...(metadata && { ClientMetadata: metadata }) };
  return where.client.send(new ConfirmSignUpCommand(request));
}

async function get(UserPoolId: string, Username: string, where = pools) {
  return where.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
}

describe("the post confirmation trigger", () => {
  it("receives Cognito's event when a user confirms", async () => {
    const { functionArn, notes } = pools.deploy("record", "note(event); return event;");
    const { ClientId, UserPoolId } = await poolWith(functionArn);
    await confirm(ClientId, "ada", { plan: "pro" });
    const sub = (await get(UserPoolId, "ada")).UserAttributes?.find(({ Name }) => Name === "sub")?.Value;
    const [event] = notes();
    assert.match(event.callerContext.awsSdkVersion, /^aws-sdk-js-3\.\d+/);
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "PostConfirmation_ConfirmSignUp",
      request: {
        userAttributes: {
          sub,
          "cognito:user_status": "CONFIRMED",
          email: "ada@example.com",
          email_verified: "true",
        },
        clientMetadata: { plan: "pro" },
      },
      response: {},
    });
  });

  it("has no clientMetadata but that of the confirming call, and is confirmed by an administrator without verifying", async () => {
    const { functionArn, notes } = pools.deploy("admin", "note(event); return event;");
    const { ClientId, UserPoolId } = await poolWith(functionArn);
    await confirm(ClientId, "client");
    await signUp(ClientId, "adm");
    await signUp(ClientId, "adm-with-metadata");
    await pools.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "adm" }));
    const ClientMetadata = { plan: "pro" };
    await pools.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "adm-with-metadata", ClientMetadata }));
    const [byClient, byAdmin, withMetadata] = notes();
    assert.equal("clientMetadata" in byClient.request, false);
    assert.equal(byAdmin.triggerSource, "PostConfirmation_ConfirmSignUp");
    assert.equal(byAdmin.callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
    assert.equal(byAdmin.request.userAttributes.email_verified, "false");
    assert.equal("clientMetadata" in byAdmin.request, false);
    assert.deepEqual(withMetadata.request.clientMetadata, ClientMetadata);
  });

  it("has a source of its own for a password reset", async () => {
    const { functionArn, notes } = pools.deploy("reset", "note(event); return event;");
    const { ClientId, UserPoolId } = await poolWith(functionArn);
    await confirm(ClientId, "res");
    await pools.client.send(new ForgotPasswordCommand({ ClientId, Username: "res" }));
    const ConfirmationCode = await pools.codeFor("res@example.com");
    await pools.client.send(
      new ConfirmForgotPasswordCommand({
        ClientId,
        Username: "res",
        ConfirmationCode,
        Password: "Another-horse-8",
        ClientMetadata: { reason: "forgot" },
      }),
    );
    const event = notes().at(-1);
    assert.equal(notes().length, 2);
    assert.equal(event.triggerSource, "PostConfirmation_ConfirmForgotPassword");
    assert.equal(event.request.userAttributes["cognito:user_status"], "CONFIRMED");
    assert.deepEqual(event.request.clientMetadata, { reason: "forgot" });
    assert.equal((await get(UserPoolId, "res")).UserStatus, "CONFIRMED");
  });

  it("does not fire for a user whom an administrator creates, nor when that user takes a password", async () => {
    const { functionArn, notes } = pools.deploy("created", "note(event); return event;");
    const { ClientId, UserPoolId } = await poolWith(functionArn);
    const Username = "cre";
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password }));
    const AuthParameters = { USERNAME: Username, PASSWORD: password };
    const { Session } = await pools.client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
    const ChallengeResponses = { USERNAME: Username, NEW_PASSWORD: "Another-horse-8" };
    await pools.client.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName: "NEW_PASSWORD_REQUIRED", Session, ChallengeResponses }),
    );
    assert.equal((await get(UserPoolId, Username)).UserStatus, "CONFIRMED");
    assert.deepEqual(notes(), []);
  });

  it("has confirmed the user, for whoever asks, before the function runs, and cannot change attributes", async () => {
    const { functionArn } = pools.deploy(
      "change",
      `event.request.userAttributes.email = "evil@example.com"; event.response = { userAttributes: { name: "Evil" } }; return event;`,
    );
    const { ClientId, UserPoolId } = await poolWith(functionArn);
    const entries: string[] = [];
    const end = pools.journal.listen(({ type }) => entries.push(type));
    await confirm(ClientId, "cha");
    end();
    assert.ok(entries.indexOf("user.confirmed") < entries.indexOf("trigger.started"));
    const attributes = (await get(UserPoolId, "cha")).UserAttributes ?? [];
    assert.equal(attributes.find(({ Name }) => Name === "email")?.Value, "cha@example.com");
    assert.equal(
      attributes.find(({ Name }) => Name === "name"),
      undefined,
    );
  });

  const failures: [string, string, { timeoutSeconds?: number; permitted?: boolean }, string, string | RegExp][] = [
    [
      "throws",
      "note(1); throw new Error('boom from trigger');",
      {},
      "UserLambdaValidationException",
      "PostConfirmation failed with error boom from trigger.",
    ],
    [
      "is ended by its own timeout",
      "note(1); await new Promise((done) => setTimeout(done, 2_000));",
      { timeoutSeconds: 0.2 },
      "UserLambdaValidationException",
      /^PostConfirmation failed with error .*Task timed out after 0\.20 seconds\.*$/,
    ],
    ["answers nothing", "note(1);", {}, "InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON"],
    ["answers a text", "note(1); return 'ok';", {}, "InvalidLambdaResponseException", "Unrecognizable lambda output"],
    [
      "answers without a response",
      "note(1); delete event.response; return event;",
      {},
      "InvalidLambdaResponseException",
      "Unrecognizable lambda output",
    ],
    [
      "answers another version",
      "note(1); return { ...event, version: '2' };",
      {},
      "InvalidLambdaResponseException",
      "Invalid version. Version should be 1",
    ],
    [
      "may not be invoked by Cognito",
      "note(1); return event;",
      { permitted: false },
      "UnexpectedLambdaException",
      "PostConfirmation invocation failed due to error AccessDeniedException.",
    ],
  ];
  for (const [index, [what, body, options, name, message]] of failures.entries()) {
    it(`fails the call but not the confirmation when its function ${what}, and asks once`, async () => {
      const { functionArn, notes } = pools.deploy(`failing-${index}`, body, options);
      const { ClientId, UserPoolId } = await poolWith(functionArn);
      await assert.rejects(confirm(ClientId, "fai"), { name, message });
      assert.equal((await get(UserPoolId, "fai")).UserStatus, "CONFIRMED");
      assert.equal(notes().length, options.permitted === false ? 0 : 1);
    });
  }

  it("fails as without the permission when its function does not exist, even if a permission is left", async () => {
    pools.permit("gone");
    const { ClientId, UserPoolId } = await poolWith("arn:aws:lambda:us-east-1:000000000000:function:gone");
    await assert.rejects(confirm(ClientId, "gon"), {
      name: "UnexpectedLambdaException",
      message: "PostConfirmation invocation failed due to error AccessDeniedException.",
    });
    assert.equal((await get(UserPoolId, "gon")).UserStatus, "CONFIRMED");
  });
});

describe("a post confirmation trigger that throws, where such are asked again", () => {
  let stubborn: Awaited<ReturnType<typeof startPools>>;
  before(async () => {
    stubborn = await startPools({ repeatFailedTriggers: true });
  });
  after(() => stubborn.stop());

  it("is asked three times, and fails the call then", async () => {
    const { functionArn, notes } = stubborn.deploy("never", "note(1); throw new Error('no');");
    const { ClientId, UserPoolId } = await poolWith(functionArn, stubborn);
    await assert.rejects(confirm(ClientId, "nev", {}, stubborn), { name: "UserLambdaValidationException" });
    assert.equal(notes().length, 3);
    assert.equal((await get(UserPoolId, "nev", stubborn)).UserStatus, "CONFIRMED");
  });

  it("is asked no more once it has answered", async () => {
    const body = `note(1); const { readFileSync } = await import("node:fs");
      if (readFileSync(process.env.NOTES, "utf8").split("1").length === 2) throw new Error("not yet");
      return event;`;
    const { functionArn, notes } = stubborn.deploy("second", body);
    const { ClientId } = await poolWith(functionArn, stubborn);
    await confirm(ClientId, "sec", {}, stubborn);
    assert.equal(notes().length, 2);
  });
});

describe("a post confirmation trigger that does not answer in time", { concurrency: true }, () => {
  let impatient: Awaited<ReturnType<typeof startPools>>;
  before(async () => {
    impatient = await startPools({ triggerTimes: { attemptTimeoutMs: 700 } });
  });
  after(() => impatient.stop());

  /** Resolves once so many invocations have ended. */
  function ended(functionName: string, count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let seen = 0;
    const end = impatient.journal.listen(({ type, data }) => {
      if (type === "invocation.ended" && data.functionName === functionName && ++seen === count) resolve();
    });
    return promise.finally(end);
  }

  it("is asked three times, each attempt left running, and then fails with the user confirmed", async () => {
    const body = "note('started'); await new Promise((done) => setTimeout(done, 1_600)); note('ended'); return event;";
    const { functionArn, notes } = impatient.deploy("slow", body);
    const allEnded = ended("slow", 3);
    const { ClientId, UserPoolId } = await poolWith(functionArn, impatient);
    await assert.rejects(confirm(ClientId, "slo", {}, impatient), {
      name: "UnexpectedLambdaException",
      message: "PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.",
    });
    const user = await get(UserPoolId, "slo", impatient);
    assert.equal(user.UserStatus, "CONFIRMED");
    const attempts = impatient.journal
      .of(user.UserAttributes?.[0]?.Value as string)
      .filter(({ type }) => type.startsWith("trigger."));
    assert.deepEqual(
      attempts.map(({ type, data }) => [type, (data as { attempt: number }).attempt, (data as { outcome?: string }).outcome]),
      [1, 2, 3].flatMap((attempt) => [
        ["trigger.started", attempt, undefined],
        ["trigger.answered", attempt, "no-answer"],
      ]),
    );
    await assert.rejects(impatient.client.send(new ConfirmSignUpCommand({ ClientId, Username: "slo", ConfirmationCode: "1" })), {
      name: "NotAuthorizedException",
      message: "User cannot be confirmed. Current status is CONFIRMED",
    });
    await allEnded;
    assert.deepEqual(notes().toSorted(), ["ended", "ended", "ended", "started", "started", "started"]);
    // The attempts overlapped: the last began before the first was through.
    assert.ok(notes().indexOf("ended") >= 2);
  });

  it("takes the answer of the second attempt while the first still runs", async () => {
    const body = `note("run"); const { readFileSync } = await import("node:fs");
      if (readFileSync(process.env.NOTES, "utf8").split("run").length === 2) await new Promise((done) => setTimeout(done, 2_000));
      return event;`;
    const { functionArn, notes } = impatient.deploy("second", body);
    const { ClientId, UserPoolId } = await poolWith(functionArn, impatient);
    await confirm(ClientId, "sec", {}, impatient);
    assert.equal(notes().length, 2);
    assert.equal((await get(UserPoolId, "sec", impatient)).UserStatus, "CONFIRMED");
  });
});
