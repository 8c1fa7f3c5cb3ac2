import { randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Mail, Timeline } from "@foyer/local";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { type Recorder, startRecorder } from "../wire/recorder.ts";

export const password = "Correct-horse-7";

export interface Person {
  email: string;
  sub: string;
}

/** A deployed onboarding with the application's clients. */
export interface Stage {
  dev: Dev;
  cognito: CognitoIdentityProviderClient;
  lambda: LambdaClient;
  dynamodb: DynamoDBClient;
  recorder: Recorder;
  signUp(attributes?: Record<string, string>): Promise<Person>;
  /** Confirms with the code from the inbox. @param metadata what the client says beside the recorder */
  confirm(person: Person, metadata?: Record<string, string>): Promise<void>;
  idToken(person: Person, secret?: string): Promise<Record<string, unknown>>;
  /** The event that Cognito sends when this user confirms, for a delivery of the test's own. */
  event(person: Person): Record<string, unknown>;
  /** Delivers an event to the trigger, as one attempt of Cognito does. @returns the answer's payload */
  deliver(event: unknown): Promise<unknown>;
  /** The subjects of the mails from the onboarding, the oldest first. */
  subjects(email: string): string[];
  mail(email: string, subject: string): Promise<Mail>;
  /** Resolves once the user's timeline is as wanted. */
  until(sub: string, holds: (timeline: Timeline) => boolean): Promise<Timeline>;
  /** Resolves once the user's onboarding has ended. */
  ended(sub: string): Promise<Timeline>;
  items(tableName: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts the local AWS with an onboarding, a path from the root of the repository. */
export async function startStage(
  file: string,
  options: { sandbox?: boolean; confirmFederatedUsers?: boolean } = {},
): Promise<Stage> {
  const dev = await startDev({ ...options, file: join(import.meta.dirname, "..", "..", file) });
  const recorder = await startRecorder();
  const { local, pool } = dev;
  const { clientId: ClientId, userPoolId } = pool;
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not-a-secret" };
  const client = { endpoint: local.url, region: local.region, credentials, maxAttempts: 1 };
  const cognito = new CognitoIdentityProviderClient(client);
  const lambda = new LambdaClient(client);
  const dynamodb = new DynamoDBClient(client);
  const ClientMetadata = { recorder: recorder.url };
  const fromOnboarding = (email: string) => local.inbox.list({ to: email }).filter(({ via }) => via === "ses");

  const stage: Stage = {
    dev,
    cognito,
    lambda,
    dynamodb,
    recorder,
    async signUp(attributes = {}) {
      const email = attributes.email ?? `${randomUUID()}@mail.example`;
      const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
      const { UserSub } = await cognito.send(
        new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes }),
      );
      return { email, sub: UserSub as string };
    },
    async confirm({ email, sub }, metadata = {}) {
      const ConfirmationCode = local.inbox.list({ to: email }).find(({ via }) => via === "cognito")?.code;
      await cognito.send(
        new ConfirmSignUpCommand({
          ClientId,
          Username: sub,
          ConfirmationCode,
          ClientMetadata: { ...ClientMetadata, ...metadata },
        }),
      );
    },
    async idToken({ email }, secret = password) {
      const AuthParameters = { USERNAME: email, PASSWORD: secret };
      const flow = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters } as const;
      const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(flow));
      return JSON.parse(Buffer.from(AuthenticationResult?.IdToken?.split(".")[1] ?? "", "base64url").toString());
    },
    event: ({ email, sub }) => ({
      version: "1",
      triggerSource: "PostConfirmation_ConfirmSignUp",
      region: local.region,
      userPoolId,
      userName: sub,
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: ClientId },
      request: {
        userAttributes: { sub, "cognito:user_status": "CONFIRMED", email, email_verified: "true" },
        clientMetadata: ClientMetadata,
      },
      response: {},
    }),
    async deliver(event) {
      const invoke = new InvokeCommand({ FunctionName: "foyer-trigger", Payload: JSON.stringify(event) });
      const { FunctionError, Payload } = await lambda.send(invoke);
      const text = Buffer.from(Payload ?? []).toString();
      if (FunctionError) throw new Error(text);
      return JSON.parse(text);
    },
    subjects: (email) =>
      fromOnboarding(email)
        .map(({ subject }) => subject)
        .reverse(),
    async mail(email, subject) {
      let mail = await local.inbox.next({ to: email });
      while (mail.subject !== subject) mail = await local.inbox.next({ to: email, after: mail.at });
      return mail;
    },
    until(sub, holds) {
      const { promise, resolve, reject } = Promise.withResolvers<Timeline>();
      const look = () => {
        const timeline = local.timeline(sub);
        if (holds(timeline)) resolve(timeline);
      };
      const late = () => reject(new Error(`not so after 15 s: ${JSON.stringify(local.timeline(sub), null, 1)}`));
      const timer = setTimeout(late, 15_000);
      const stop = local.journal.listen(look);
      look();
      return promise.finally(() => {
        clearTimeout(timer);
        stop();
      });
    },
    ended: (sub) => stage.until(sub, ({ executions }) => executions.length > 0 && executions.every(({ endedAt }) => endedAt)),
    async items(TableName) {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
      return Items;
    },
    async stop() {
      recorder.stop();
      for (const each of [cognito, lambda, dynamodb]) each.destroy();
      await dev.stop();
    },
  };
  return stage;
}
