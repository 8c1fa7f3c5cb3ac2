import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CognitoIdentityProviderClient, ListUserPoolsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListIdentitiesCommand, SESClient } from "@aws-sdk/client-ses";
import { ListEmailIdentitiesCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";

interface Seen extends Error {
  $metadata: { httpStatusCode?: number; attempts?: number };
  $retryable?: unknown;
}

describe("a throttle", () => {
  let local: LocalAws;
  const ends: (() => void)[] = [];
  before(async () => {
    local = await startLocal();
  });
  after(async () => {
    for (const end of ends) end();
    await local.stop();
  });

  // biome-ignore lint/suspicious/noExplicitAny: the clients have no common type for send.
  const sender = (client: { send(command: any): Promise<unknown>; destroy(): void }, command: unknown) => {
    ends.push(() => client.destroy());
    return () => client.send(command);
  };
  const options = (maxAttempts: number) => ({
    region: "us-east-1",
    endpoint: local.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts,
  });
  const services = (
    attempts: number,
  ): [service: string, send: () => Promise<unknown>, type: string, name: string, status: number][] => [
    [
      "cognito-idp",
      sender(new CognitoIdentityProviderClient(options(attempts)), new ListUserPoolsCommand({ MaxResults: 1 })),
      "TooManyRequestsException",
      "TooManyRequestsException",
      400,
    ],
    [
      "dynamodb",
      sender(new DynamoDBClient(options(attempts)), new ListTablesCommand({})),
      "ProvisionedThroughputExceededException",
      "ProvisionedThroughputExceededException",
      400,
    ],
    // EventBridge's and SES v1's throttles are in no model, so the SDK has a name for them and no class.
    [
      "events",
      sender(new EventBridgeClient(options(attempts)), new ListEventBusesCommand({})),
      "ThrottlingException",
      "ThrottlingException",
      400,
    ],
    [
      "lambda",
      sender(new LambdaClient(options(attempts)), new ListFunctionsCommand({})),
      "TooManyRequestsException",
      "TooManyRequestsException",
      429,
    ],
    ["ses", sender(new SESClient(options(attempts)), new ListIdentitiesCommand({})), "SESServiceException", "Throttling", 400],
    [
      "sesv2",
      sender(new SESv2Client(options(attempts)), new ListEmailIdentitiesCommand({})),
      "TooManyRequestsException",
      "TooManyRequestsException",
      429,
    ],
  ];

  it("is what each service throttles with, typed by SDK v3, and only that service's", async () => {
    const all = services(1);
    for (const [service, send, type, name, status] of all) {
      local.faults.clear();
      local.faults.add({ service, kind: "throttle" });
      await assert.rejects(send(), (error: Seen) => {
        assert.deepEqual([error.constructor.name, error.name, error.$metadata.httpStatusCode], [type, name, status], service);
        return true;
      });
      for (const [other, works] of all) if (other !== service) await works();
    }
  });

  it("is retried by SDK v3 as a throttle", async () => {
    for (const [service, send] of services(2)) {
      local.faults.clear();
      local.faults.add({ id: service, service, kind: "throttle", count: 1 });
      await send();
      const [fault] = local.faults.list();
      assert.deepEqual([fault?.seen, fault?.fired, fault?.isActive], [1, 1, false], service);
    }
  });
});
