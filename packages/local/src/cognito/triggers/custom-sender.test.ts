import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolRequest,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { untilIdle } from "../../idle.ts";
import { password, startPools } from "../test-pools.ts";

const KMSKeyID = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const email = "ada@example.com";
const phone = "+15551234567";
const encryptionSdk = JSON.stringify(import.meta.resolve("@aws-crypto/client-node"));

/** What the function of an AWS user does, unmodified: it knows of no endpoint. */
const decryptCode = `const { KmsKeyringNode, buildClient, CommitmentPolicy } = (await import(${encryptionSdk})).default;
const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
const keyring = new KmsKeyringNode({ keyIds: [${JSON.stringify(KMSKeyID)}] });
const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(event.request.code, "base64"));
const code = plaintext.toString();`;

let pools: Awaited<ReturnType<typeof startPools>>;
let made = 0;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

/** A pool whose messages a function sends that runs `body`. */
async function poolWith(body: string, pool: Partial<CreateUserPoolRequest> = {}, { permitted = true } = {}) {
  const { functionArn, notes } = pools.deploy(`sender-${made++}`, body, { permitted });
  const sender = { LambdaArn: functionArn, LambdaVersion: "V1_0" } as const;
  const LambdaConfig = { CustomEmailSender: sender, CustomSMSSender: sender, KMSKeyID };
  const ids = await pools.createPool({ LambdaConfig, ...pool });
  const signUp = (Name: "email" | "phone_number" = "email", ClientMetadata?: Record<string, string>) => {
    const UserAttributes = [{ Name, Value: Name === "email" ? email : phone }];
    const request = { ClientId: ids.ClientId, Username: "ada", Password: password, UserAttributes, ClientMetadata };
    return pools.client.send(new SignUpCommand(request));
  };
  /** What the function noted, which Cognito does not wait for. */
  const noted = async () => {
    await untilIdle(() => pools.functions.isBusy, 20_000);
    return notes();
  };
  return { ...ids, signUp, noted };
}

describe("a custom sender", () => {
  it("gets Cognito's event, with the code encrypted under the pool's key for AWS's own library", async () => {
    const { signUp, noted, UserPoolId, ClientId } = await poolWith(`${decryptCode}
note({ event, code, context: messageHeader.encryptionContext });`);
    const { UserSub, CodeDeliveryDetails } = await signUp("email", { locale: "de" });
    assert.deepEqual(CodeDeliveryDetails, { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" });
    const [{ event, code, context }] = await noted();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "CustomEmailSender_SignUp",
      request: {
        type: "customEmailSenderRequestV1",
        code: event.request.code,
        clientMetadata: { locale: "de" },
        userAttributes: { sub: UserSub, "cognito:user_status": "UNCONFIRMED", email, email_verified: "false" },
      },
      response: {},
    });
    assert.equal(context["userpool-id"], UserPoolId);
    assert.equal(pools.inbox.list({ to: email }).length, 0);
    await pools.client.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode: code }));
  });

  it("sends text messages under a type of its own", async () => {
    const pool = { AutoVerifiedAttributes: ["phone_number" as const] };
    const { signUp, noted } = await poolWith(
      "note([event.triggerSource, event.request.type, event.request.clientMetadata]);",
      pool,
    );
    await signUp("phone_number");
    assert.deepEqual(await noted(), [["CustomSMSSender_SignUp", "customSMSSenderRequestV1", null]]);
    assert.equal(pools.inbox.list({ to: phone }).length, 0);
  });

  it("gets a temporary password made fit for HTML", async () => {
    const { UserPoolId, noted } = await poolWith(`${decryptCode}\nnote([event.triggerSource, code]);`);
    const UserAttributes = [{ Name: "email", Value: email }];
    const TemporaryPassword = "<Cor&rect-7>";
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "ada", UserAttributes, TemporaryPassword }));
    assert.deepEqual(await noted(), [["CustomEmailSender_AdminCreateUser", "&lt;Cor&amp;rect-7&gt;"]]);
  });

  it("is invoked under the source of each message", async () => {
    const { ClientId, UserPoolId, signUp, noted } = await poolWith(`${decryptCode}\nnote([event.triggerSource, code]);`);
    const { client } = pools;
    await signUp();
    await client.send(new ResendConfirmationCodeCommand({ ClientId, Username: "ada" }));
    const ConfirmationCode = new Map<string, string>(await noted()).get("CustomEmailSender_ResendCode");
    await client.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode }));
    await client.send(new ForgotPasswordCommand({ ClientId, Username: "ada" }));
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    const start = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    const AccessToken = (await client.send(start)).AuthenticationResult?.AccessToken;
    const UserAttributes = [{ Name: "email", Value: "new@example.com" }];
    await client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    await client.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" }));
    const mfa = { UserPoolId, MfaConfiguration: "ON", EmailMfaConfiguration: {} } as const;
    await client.send(new SetUserPoolMfaConfigCommand(mfa));
    await client.send(start);
    const sources = (await noted()).map(([source]) => source.replace("CustomEmailSender_", ""));
    assert.deepEqual(sources.sort(), [
      "Authentication",
      "ForgotPassword",
      "ResendCode",
      "SignUp",
      "UpdateUserAttribute",
      "VerifyUserAttribute",
    ]);
  });

  it("replaces the custom message trigger for its medium", async () => {
    const custom = pools.deploy("not-asked", "note(event.triggerSource); return event;");
    const { functionArn } = pools.deploy("asked", "note(event.triggerSource);");
    const sender = { LambdaArn: functionArn, LambdaVersion: "V1_0" } as const;
    const LambdaConfig = { CustomMessage: custom.functionArn, CustomEmailSender: sender, KMSKeyID };
    const { ClientId } = await pools.createPool({ LambdaConfig });
    const UserAttributes = [{ Name: "email", Value: email }];
    await pools.client.send(new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes }));
    await untilIdle(() => pools.functions.isBusy, 20_000);
    assert.deepEqual(custom.notes(), []);
  });

  it("that throws or is slow does not hold up the sign-up, and is tried again a minute later", async () => {
    const { signUp, noted } = await poolWith(`note(event.request.code); throw new Error("no provider");`);
    assert.equal((await signUp()).UserConfirmed, false);
    assert.equal((await noted()).length, 1);
    pools.clock.advance(60_000);
    const [first, second] = await noted();
    assert.equal(second, first);
  });

  it("that Cognito may not invoke fails the call, and leaves the user UNCONFIRMED", async () => {
    const { signUp, UserPoolId } = await poolWith("", {}, { permitted: false });
    await assert.rejects(signUp(), {
      name: "UnexpectedLambdaException",
      message: "CustomEmailSender invocation failed due to error AccessDeniedException.",
    });
    const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
    assert.equal(user.UserStatus, "UNCONFIRMED");
  });
});
