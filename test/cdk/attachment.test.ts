import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, describe, test } from "node:test";
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
  type UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import { type LocalAws, startLocal } from "@foyer/local";
import { type AttachmentEvent, type AttachmentProperties, handler } from "../../packages/cdk/src/attachment/handler.ts";
import { everySetting } from "../../packages/local/src/cognito/pools/test-every-setting.ts";

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const triggers = { PostConfirmation: arnOf("trigger"), PreTokenGeneration: arnOf("sign-in") };

let local: LocalAws;
let client: CognitoIdentityProviderClient;
let cloudFormation: Server;
let answers: { readonly body: Record<string, string>; readonly contentType: string | undefined }[];

before(async () => {
  local = await startLocal();
  client = new CognitoIdentityProviderClient({ endpoint: local.url });
  cloudFormation = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    answers.push({ body, contentType: request.headers["content-type"] });
    response.end();
  });
  await new Promise<void>((listening) => cloudFormation.listen(0, "127.0.0.1", listening));
});
beforeEach(() => {
  answers = [];
});
after(async () => {
  client.destroy();
  cloudFormation.close();
  await local.stop();
});

/** What CloudFormation says and hears; the functions of the deployment before are in `before`. */
async function request(
  RequestType: AttachmentEvent["RequestType"],
  ResourceProperties: AttachmentProperties,
  OldResourceProperties?: AttachmentProperties,
) {
  const { port } = cloudFormation.address() as AddressInfo;
  const about = { StackId: "stack", RequestId: "request", LogicalResourceId: "Attachment", PhysicalResourceId: "before" };
  await handler({
    RequestType,
    ...about,
    ResourceProperties,
    ...(OldResourceProperties && { OldResourceProperties }),
    ResponseURL: `http://127.0.0.1:${port}/answer`,
  });
  return answers.at(-1)?.body ?? {};
}

async function createPool(settings: Partial<CreateUserPoolRequest> = {}): Promise<string> {
  const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: "users", ...settings }));
  return UserPool?.Id as string;
}

async function describePool(UserPoolId: string): Promise<UserPoolType> {
  return (await client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool as UserPoolType;
}

/** The pool but for its triggers and the moment of its last change. */
function withoutTriggers({ LambdaConfig: _, LastModifiedDate: __, ...rest }: UserPoolType) {
  return rest;
}

describe("the attachment to a user pool of another stack", () => {
  before(() => {
    process.env.AWS_ENDPOINT_URL = local.url;
    process.env.AWS_REGION = "us-east-1";
    process.env.AWS_ACCESS_KEY_ID = "foyer";
    process.env.AWS_SECRET_ACCESS_KEY = "foyer";
  });

  test("sets the triggers and keeps every other setting of the pool, and triggers of others", async () => {
    const { LambdaConfig, UsernameAttributes: _, ...settings } = everySetting;
    const { PostConfirmation: __, PreTokenGeneration: ___, PreTokenGenerationConfig: ____, ...others } = LambdaConfig;
    const UserPoolId = await createPool({ ...settings, LambdaConfig: others });
    const before = await describePool(UserPoolId);
    const { Status, Reason, PhysicalResourceId } = await request("Create", { UserPoolId, Triggers: triggers });
    assert.deepEqual([Status, Reason, PhysicalResourceId], ["SUCCESS", undefined, UserPoolId]);
    assert.equal(answers[0]?.contentType, undefined, "the URL is signed for none");
    const now = await describePool(UserPoolId);
    assert.deepEqual(withoutTriggers(now), withoutTriggers(before));
    const { PreTokenGenerationConfig: _config, ...config } = now.LambdaConfig ?? {};
    assert.deepEqual(config, { ...before.LambdaConfig, ...triggers });
  });

  test("keeps a second factor that UpdateUserPool cannot say", async () => {
    const UserPoolId = await createPool();
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    const mfa = { UserPoolId, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration } as const;
    await client.send(new SetUserPoolMfaConfigCommand(mfa));
    assert.equal((await request("Create", { UserPoolId, Triggers: triggers })).Status, "SUCCESS");
    const { $metadata: _, ...now } = await client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    assert.deepEqual([now.MfaConfiguration, now.SoftwareTokenMfaConfiguration], ["ON", SoftwareTokenMfaConfiguration]);
  });

  test("refuses to take the place of somebody else's function, and changes nothing", async () => {
    const UserPoolId = await createPool({ LambdaConfig: { PostConfirmation: arnOf("theirs") } });
    const { Status, Reason } = await request("Create", { UserPoolId, Triggers: triggers });
    assert.equal(Status, "FAILED");
    assert.match(Reason ?? "", /Cannot attach PostConfirmation .* current value is arn:.*:theirs/);
    assert.deepEqual((await describePool(UserPoolId)).LambdaConfig, { PostConfirmation: arnOf("theirs") });
    // CloudFormation then deletes what it could not create.
    assert.equal((await request("Delete", { UserPoolId, Triggers: triggers })).Status, "SUCCESS");
    assert.deepEqual((await describePool(UserPoolId)).LambdaConfig, { PostConfirmation: arnOf("theirs") });
  });

  test("an update puts new functions in the place of those before, and takes away a trigger that is wanted no more", async () => {
    const UserPoolId = await createPool();
    await request("Create", { UserPoolId, Triggers: triggers });
    const next = { UserPoolId, Triggers: { PostConfirmation: arnOf("trigger-2") } };
    assert.equal((await request("Update", next, { UserPoolId, Triggers: triggers })).Status, "SUCCESS");
    assert.deepEqual((await describePool(UserPoolId)).LambdaConfig, { PostConfirmation: arnOf("trigger-2") });
  });

  test("an update attaches again what somebody's UpdateUserPool has taken away", async () => {
    const UserPoolId = await createPool();
    await request("Create", { UserPoolId, Triggers: triggers });
    await client.send(new UpdateUserPoolCommand({ UserPoolId }));
    assert.deepEqual((await describePool(UserPoolId)).LambdaConfig, {});
    await request("Update", { UserPoolId, Triggers: triggers }, { UserPoolId, Triggers: triggers });
    assert.equal((await describePool(UserPoolId)).LambdaConfig?.PostConfirmation, triggers.PostConfirmation);
  });

  test("adds the custom attributes that the pool lacks, once", async () => {
    const UserPoolId = await createPool();
    const CustomAttributes = [{ Name: "seats", AttributeDataType: "Number" as const }];
    for (const type of ["Create", "Update"] as const) {
      const { Status, Reason } = await request(type, { UserPoolId, Triggers: triggers, CustomAttributes });
      assert.equal(Status, "SUCCESS", Reason);
    }
    const { SchemaAttributes = [] } = await describePool(UserPoolId);
    const seats = SchemaAttributes.filter(({ Name }) => Name === "custom:seats");
    assert.deepEqual([seats.length, seats[0]?.AttributeDataType, seats[0]?.Mutable], [1, "Number", true]);
  });

  test("a deletion detaches its own functions; of a pool that is gone it has nothing to detach", async () => {
    const UserPoolId = await createPool({ LambdaConfig: { PreSignUp: arnOf("theirs") } });
    await request("Create", { UserPoolId, Triggers: triggers });
    const { Status, PhysicalResourceId } = await request("Delete", { UserPoolId, Triggers: triggers });
    assert.deepEqual([Status, PhysicalResourceId], ["SUCCESS", "before"]);
    assert.deepEqual((await describePool(UserPoolId)).LambdaConfig, { PreSignUp: arnOf("theirs") });
    assert.equal((await request("Delete", { UserPoolId: "us-east-1_Gone00000", Triggers: triggers })).Status, "SUCCESS");
  });
});
