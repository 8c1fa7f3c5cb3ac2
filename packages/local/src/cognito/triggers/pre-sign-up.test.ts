import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  DeleteUserPoolCommand,
  ListUsersCommand,
  SignUpCommand,
  type SignUpRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools({ adminClientId: undefined });
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const email = { Name: "email", Value: "ada@example.com" };

async function signUp(preSignUp: string, request: Partial<SignUpRequest> = {}, postConfirmation?: string) {
  const LambdaConfig = { PreSignUp: preSignUp, ...(postConfirmation && { PostConfirmation: postConfirmation }) };
  const { ClientId, UserPoolId } = await pools.createPool({ LambdaConfig });
  const command = new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes: [email], ...request });
  const answer = pools.client.send(command);
  return { ClientId, UserPoolId, answer };
}

async function users(UserPoolId: string) {
  const { Users } = await pools.client.send(new ListUsersCommand({ UserPoolId }));
  return Users ?? [];
}

describe("the pre sign-up trigger", () => {
  it("receives Cognito's event, without a sub, before there is a user", async () => {
    const { functionArn, notes } = pools.deploy("record", "note(event); return event;");
    const { ClientId, UserPoolId, answer } = await signUp(functionArn, {
      ValidationData: [{ Name: "captcha", Value: "42" }],
      ClientMetadata: { plan: "pro" },
    });
    assert.equal((await answer).UserConfirmed, false);
    const [event] = notes();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "PreSignUp_SignUp",
      request: {
        userAttributes: { email: "ada@example.com" },
        validationData: { captcha: "42" },
        clientMetadata: { plan: "pro" },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
  });

  it("denies by throwing, and no user is stored", async () => {
    const { functionArn } = pools.deploy("deny", "throw new Error('not you');");
    const { UserPoolId, answer } = await signUp(functionArn);
    await assert.rejects(answer, {
      name: "UserLambdaValidationException",
      message: "PreSignUp failed with error not you.",
    });
    assert.deepEqual(await users(UserPoolId), []);
  });

  it("confirms and verifies by its answer, which fires post confirmation inside SignUp and sends no code", async () => {
    const pre = pools.deploy(
      "confirm",
      "event.response.autoConfirmUser = true; event.response.autoVerifyEmail = true; return event;",
    );
    const post = pools.deploy("after", "note(event); return event;");
    const { ClientId, UserPoolId, answer } = await signUp(
      pre.functionArn,
      { UserAttributes: [{ Name: "email", Value: "auto@example.com" }], ClientMetadata: { plan: "pro" } },
      post.functionArn,
    );
    const { UserConfirmed, CodeDeliveryDetails, UserSub } = await answer;
    assert.deepEqual([UserConfirmed, CodeDeliveryDetails], [true, undefined]);
    assert.equal(pools.inbox.list({ to: "auto@example.com" }).length, 0);
    const [event] = post.notes();
    assert.equal(event.triggerSource, "PostConfirmation_ConfirmSignUp");
    assert.equal(event.callerContext.clientId, ClientId);
    assert.deepEqual(event.request, {
      userAttributes: { sub: UserSub, "cognito:user_status": "CONFIRMED", email: "auto@example.com", email_verified: "true" },
      clientMetadata: { plan: "pro" },
    });
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
    assert.equal(user.UserStatus, "CONFIRMED");
  });

  it("keeps the user it confirmed when post confirmation fails", async () => {
    const pre = pools.deploy("confirm-then-fail", "event.response.autoConfirmUser = true; return event;");
    const post = pools.deploy("fail", "throw new Error('boom');");
    const { UserPoolId, answer } = await signUp(pre.functionArn, {}, post.functionArn);
    await assert.rejects(answer, { message: "PostConfirmation failed with error boom." });
    const [user] = await users(UserPoolId);
    assert.equal(user?.UserStatus, "CONFIRMED");
  });

  const refusals: [string, string, string][] = [
    [
      "verifies without confirming",
      "event.response.autoVerifyEmail = true; return event;",
      "Phone or email cannot be auto verified, when user is not being auto confirmed.",
    ],
    [
      "verifies a phone that there is not",
      "Object.assign(event.response, { autoConfirmUser: true, autoVerifyPhone: true }); return event;",
      "Phone cannot be auto verified, when user has no phone number.",
    ],
    ["answers a flag that is none", "event.response.autoConfirmUser = 'yes'; return event;", "Unrecognizable lambda output"],
  ];
  for (const [index, [what, body, message]] of refusals.entries()) {
    it(`fails the sign-up when its function ${what}`, async () => {
      const { functionArn } = pools.deploy(`refused-${index}`, body);
      const { UserPoolId, answer } = await signUp(functionArn);
      await assert.rejects(answer, { name: "InvalidLambdaResponseException", message });
      assert.deepEqual(await users(UserPoolId), []);
    });
  }

  it("may refuse a user of an administrator's but not confirm one, and names the client as the setting says", async () => {
    const { functionArn, notes } = pools.deploy("admin", "note(event); event.response.autoConfirmUser = true; return event;");
    const { UserPoolId } = await pools.createPool({ LambdaConfig: { PreSignUp: functionArn } });
    const { User } = await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "adm" }));
    assert.equal(User?.UserStatus, "FORCE_CHANGE_PASSWORD");
    const [event] = notes();
    assert.equal(event.triggerSource, "PreSignUp_AdminCreateUser");
    assert.equal(event.request.validationData, null);
    assert.equal("clientId" in event.callerContext, false);
  });

  it("lets one of two sign-ups for a name through that overlap in it", async () => {
    const { functionArn } = pools.deploy("slow", "await new Promise((done) => setTimeout(done, 100)); return event;");
    const { ClientId } = await pools.createPool({ LambdaConfig: { PreSignUp: functionArn } });
    const attempt = () => pools.client.send(new SignUpCommand({ ClientId, Username: "two", Password: password }));
    const results = await Promise.allSettled([attempt(), attempt()]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    assert.equal(refused?.reason.name, "UsernameExistsException");
  });

  it("makes nobody a user of a pool that was deleted while it ran", async () => {
    const { functionArn, notes } = pools.deploy(
      "outlived",
      "note(1); await new Promise((done) => setTimeout(done, 300)); return event;",
    );
    const { UserPoolId, answer } = await signUp(functionArn);
    const refused = assert.rejects(answer, {
      name: "ResourceNotFoundException",
      message: `User pool ${UserPoolId} does not exist.`,
    });
    while (notes().length === 0) await new Promise(setImmediate);
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await refused;
  });
});
