import { randomBytes } from "node:crypto";
import type { LocalAws } from "@foyer/local";
import { AwsFailure } from "../local-client.ts";
import { addCustomAttributes } from "./add-custom-attributes.ts";
import { dynamoDbCall } from "./dynamodb-call.ts";
import { type InvokedFunction, standInForFunctions } from "./stand-in-functions.ts";

/** What an onboarding needs before it can run, as `resourcesOf` of `foyer/operate` computes it. */
export interface NeededResources {
  /** The ledger's table is the first. */
  tables: readonly { tableName: string; keyName: string; sortKeyName?: string | undefined }[];
  groups: readonly string[];
  customAttributes: readonly { name: string; type: string }[];
  /** Names of environment variables. */
  environment: readonly string[];
  senders: readonly string[];
  configurationSets: readonly string[];
  eventBuses: readonly string[];
  queues: readonly string[];
  functions: readonly InvokedFunction[];
  stateMachines: readonly string[];
  secrets: readonly string[];
  parameters: readonly string[];
  /** Under which name an identity pool knows the users whom the onboarding vouches for: one, or none. */
  developerProviders?: readonly string[] | undefined;
}

/**
 * Makes the tables, groups, custom attributes, verified senders, configuration sets, event buses, queues, state machines, secrets and
 * parameters that are not there yet, and stand-ins for functions.
 */
export async function provisionResources(local: LocalAws, userPoolId: string, needed: Partial<NeededResources>): Promise<void> {
  const {
    tables = [],
    groups = [],
    customAttributes = [],
    senders = [],
    configurationSets = [],
    eventBuses = [],
    queues = [],
    functions = [],
    stateMachines = [],
    secrets = [],
    parameters = [],
  } = needed;
  await Promise.all([
    ...tables.map(({ tableName, ...keys }) => unlessThere("ResourceInUseException", createTable(local, tableName, keys))),
    ...groups.map((GroupName) =>
      unlessThere("GroupExistsException", local.call("cognito-idp", "CreateGroup", { UserPoolId: userPoolId, GroupName })),
    ),
    addCustomAttributes(local, userPoolId, customAttributes),
    ...eventBuses
      .filter((Name) => Name !== "default")
      .map((Name) => unlessThere("ResourceAlreadyExistsException", local.call("events", "CreateEventBus", { Name }))),
    standInForFunctions(local, functions),
    ...stateMachines.map((name) => unlessThere("StateMachineAlreadyExists", createStateMachine(local, name))),
    ...secrets.map((name) => unlessThere("ResourceExistsException", createSecret(local, name))),
    ...parameters.map((name) => unlessThere("ParameterAlreadyExists", createParameter(local, name))),
    ...queues.map((name) => unlessThere("QueueNameExists", createQueue(local, name))),
    ...configurationSets.map((name) => createConfigurationSet(local, name)),
    ...senders.map((EmailIdentity) =>
      unlessThere("AlreadyExistsException", local.call("sesv2", "CreateEmailIdentity", { EmailIdentity })),
    ),
  ]);
}

/** As the construct makes it: it can be restored, where the DynamoDB behind the port knows of that. */
async function createTable(
  local: LocalAws,
  TableName: string,
  { keyName, sortKeyName }: { keyName: string; sortKeyName?: string | undefined },
): Promise<void> {
  const names = sortKeyName === undefined ? [keyName] : [keyName, sortKeyName];
  await dynamoDbCall(local.url, "CreateTable", {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" })),
  });
  const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
  const recoverable = dynamoDbCall(local.url, "UpdateContinuousBackups", { TableName, PointInTimeRecoverySpecification });
  await recoverable.catch((error: Error) => {
    // DynamoDB Local has no backups.
    if (!(error instanceof AwsFailure && error.code === "UnknownOperationException")) throw error;
  });
}

/** Its executions are recorded and not run. */
function createStateMachine(local: LocalAws, name: string): Promise<unknown> {
  const definition = JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } });
  return local.call("states", "CreateStateMachine", {
    name,
    definition,
    roleArn: `arn:aws:iam::${local.accountId}:role/${name}`,
  });
}

function createSecret(local: LocalAws, Name: string): Promise<unknown> {
  return local.call("secretsmanager", "CreateSecret", { Name, SecretString: randomSecret() });
}

function createParameter(local: LocalAws, Name: string): Promise<unknown> {
  return local.call("ssm", "PutParameter", { Name, Value: randomSecret(), Type: "SecureString" });
}

/** It signs webhooks, too. */
function randomSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

function createQueue(local: LocalAws, QueueName: string): Promise<unknown> {
  const Attributes = QueueName.endsWith(".fifo") ? { FifoQueue: "true" } : {};
  return local.call("sqs", "CreateQueue", { QueueName, Attributes });
}

/** What becomes of its mails is told on EventBridge's default bus. */
async function createConfigurationSet(local: LocalAws, ConfigurationSetName: string): Promise<void> {
  await unlessThere("AlreadyExistsException", local.call("sesv2", "CreateConfigurationSet", { ConfigurationSetName }));
  const destination = {
    Enabled: true,
    MatchingEventTypes: ["SEND", "DELIVERY", "BOUNCE", "RENDERING_FAILURE"],
    EventBridgeDestination: { EventBusArn: `arn:aws:events:${local.region}:${local.accountId}:event-bus/default` },
  };
  const request = { ConfigurationSetName, EventDestinationName: "events", EventDestination: destination };
  await unlessThere("AlreadyExistsException", local.call("sesv2", "CreateConfigurationSetEventDestination", request));
}

async function unlessThere(code: string, creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    const { name, code: wireCode } = error as { name: string; code?: string };
    if ((wireCode ?? name) !== code) throw error;
  }
}
