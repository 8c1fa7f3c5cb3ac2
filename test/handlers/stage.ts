import { join } from "node:path";
import { after } from "node:test";
import {
  AdminListGroupsForUserCommand,
  InitiateAuthCommand,
  type LambdaConfigType,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import type { FunctionDefinition, LocalOptions } from "@foyer/local";
import { type Pool, password, startWire, type Wire } from "../wire/pool.ts";

/** A local AWS in which the handlers of this folder are deployed, for the tests of one file. */
export interface Stage extends Wire {
  dynamodb: DynamoDBClient;
  /** Deploys the folder of `esm/add-to-group.handler` as it is. @returns the ARN of the function */
  handler(name: string, more?: Partial<FunctionDefinition>): string;
  /** Lets SES send from an address. @returns it */
  sender(address: string): Promise<string>;
  /** Creates a table whose key is the string `id`. */
  table(TableName: string): Promise<void>;
  item(TableName: string, id: string): Promise<Record<string, unknown> | undefined>;
  groupsOf(pool: Pool, Username: string): Promise<(string | undefined)[]>;
  /** Replaces the triggers of a pool; Cognito is permitted to invoke those that it was made with. */
  setTriggers(pool: Pool, LambdaConfig: LambdaConfigType): Promise<void>;
  /** Signs in by password. @returns the claims of both tokens, unverified */
  signIn(pool: Pool, username: string, withPassword?: string): Promise<{ id: Claims; access: Claims }>;
}

export type Claims = Record<string, unknown>;

/**
 * Starts it, and stops it after the file's tests.
 * @param root the folder that the names of handlers are relative to
 */
export async function startStage(root = import.meta.dirname, options: LocalOptions = {}): Promise<Stage> {
  const wire = await startWire(options);
  const { aws, cognito } = wire;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = { endpoint: aws.url, region: aws.region, credentials };
  const dynamodb = new DynamoDBClient(client);
  const ses = new SESv2Client(client);
  after(async () => {
    dynamodb.destroy();
    ses.destroy();
    await wire.stop();
  });
  let deployed = 0;
  return {
    ...wire,
    dynamodb,
    handler(name, more = {}) {
      const [folder = "", handler = ""] = name.split("/");
      const functionName = `${handler.replace(/\W/g, "-")}-${++deployed}`;
      return aws.functions.deploy({ functionName, codeDir: join(root, folder), handler, timeoutSeconds: 30, ...more })
        .functionArn;
    },
    async sender(EmailIdentity) {
      await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
      return EmailIdentity;
    },
    async table(TableName) {
      await dynamodb.send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
          KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
          BillingMode: "PAY_PER_REQUEST",
        }),
      );
    },
    async item(TableName, id) {
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }));
      return Item && Object.fromEntries(Object.entries(Item).map(([name, value]) => [name, Object.values(value)[0]]));
    },
    async groupsOf({ userPoolId: UserPoolId }, Username) {
      const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
      return (Groups ?? []).map(({ GroupName }) => GroupName);
    },
    async setTriggers({ userPoolId: UserPoolId }, LambdaConfig) {
      await cognito.send(new UpdateUserPoolCommand({ UserPoolId, LambdaConfig, AutoVerifiedAttributes: ["email"] }));
    },
    async signIn({ clientId: ClientId }, USERNAME, PASSWORD = password) {
      const AuthParameters = { USERNAME, PASSWORD };
      const request = { ClientId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
      const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(request));
      return { id: claimsOf(AuthenticationResult?.IdToken), access: claimsOf(AuthenticationResult?.AccessToken) };
    },
  };
}

function claimsOf(token: string | undefined): Claims {
  return JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
}
