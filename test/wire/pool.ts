import { join } from "node:path";
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  type LambdaConfigType,
  SignUpCommand,
  type SignUpRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type LocalAws, type LocalOptions, startLocal } from "@foyer/local";
import { type Recorder, startRecorder } from "./recorder.ts";

export const password = "Correct-horse-7";

/** A local AWS seen through the official clients. */
export interface Wire {
  aws: LocalAws;
  cognito: CognitoIdentityProviderClient;
  lambda: LambdaClient;
  recorder: Recorder;
  /** Deploys `handlers/<handler>`, for example `echo.handler`. @returns its ARN. */
  deploy(handler: string, definition?: { timeoutSeconds?: number; environment?: Record<string, string> }): string;
  /** Creates a pool with a client. Names given as triggers are ARNs, which Cognito is permitted to invoke. */
  pool(triggers?: LambdaConfigType, settings?: Partial<CreateUserPoolRequest>): Promise<Pool>;
  /** Lets Cognito invoke `functionArn` for one pool, as `aws lambda add-permission` does. */
  permit(functionArn: string, userPoolArn: string): Promise<void>;
  /** Ends it, once. */
  stop(): Promise<void>;
}

export interface Pool {
  userPoolId: string;
  userPoolArn: string;
  clientId: string;
  /** Signs up a new user, by default with an e-mail address. */
  signUp(request?: Partial<SignUpRequest>): Promise<{ username: string; email: string; sub: string; confirmed: boolean }>;
  /** The code in the newest mail to `email`. */
  code(email: string): string;
  /** SignUp and ConfirmSignUp. */
  confirmed(request?: Partial<SignUpRequest>): Promise<{ username: string; email: string; sub: string }>;
  status(username: string): Promise<string | undefined>;
}

const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not-a-secret" };

export async function startWire(options: LocalOptions = {}): Promise<Wire> {
  const aws = await startLocal(options);
  const recorder = await startRecorder();
  const client = { endpoint: aws.url, region: aws.region, credentials, maxAttempts: 1 };
  const cognito = new CognitoIdentityProviderClient(client);
  const lambda = new LambdaClient(client);
  let counter = 0;
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    recorder.stop();
    cognito.destroy();
    lambda.destroy();
    await aws.stop();
  };
  const wire: Wire = {
    aws,
    cognito,
    lambda,
    recorder,
    deploy(handler, { timeoutSeconds = 30, environment = {} } = {}) {
      const codeDir = join(import.meta.dirname, "handlers");
      const functionName = `${handler.replace(/\W/g, "-")}-${++counter}`;
      const variables = { RECORDER_URL: recorder.url, ...environment };
      return aws.functions.deploy({ functionName, codeDir, handler, timeoutSeconds, environment: variables }).functionArn;
    },
    async pool(triggers = {}, settings = {}) {
      const { UserPool } = await cognito.send(
        new CreateUserPoolCommand({
          PoolName: `pool-${++counter}`,
          AutoVerifiedAttributes: ["email"],
          LambdaConfig: triggers,
          ...settings,
        }),
      );
      const { Id: userPoolId, Arn: userPoolArn } = UserPool as { Id: string; Arn: string };
      for (const arn of Object.values(triggers)) await wire.permit(arn as string, userPoolArn);
      const { UserPoolClient } = await cognito.send(
        new CreateUserPoolClientCommand({
          UserPoolId: userPoolId,
          ClientName: "web",
          ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        }),
      );
      return poolOf(wire, { userPoolId, userPoolArn, clientId: UserPoolClient?.ClientId as string });
    },
    async permit(functionArn, userPoolArn) {
      await lambda.send(
        new AddPermissionCommand({
          FunctionName: functionArn,
          StatementId: `cognito-${++counter}`,
          Action: "lambda:InvokeFunction",
          Principal: "cognito-idp.amazonaws.com",
          SourceArn: userPoolArn,
        }),
      );
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
  return wire;
}

let users = 0;

function poolOf({ aws, cognito }: Wire, ids: Pick<Pool, "userPoolId" | "userPoolArn" | "clientId">): Pool {
  const pool: Pool = {
    ...ids,
    async signUp(request = {}) {
      const username = request.Username ?? `user-${++users}`;
      const address = username.includes("@") ? username : `${username}@example.com`;
      const email = request.UserAttributes?.find(({ Name }) => Name === "email")?.Value ?? address;
      const answer = await cognito.send(
        new SignUpCommand({
          ClientId: ids.clientId,
          Password: password,
          UserAttributes: [{ Name: "email", Value: email }],
          ...request,
          Username: username,
        }),
      );
      return { username, email, sub: answer.UserSub as string, confirmed: answer.UserConfirmed as boolean };
    },
    code(email) {
      const code = aws.inbox.list({ to: email })[0]?.code;
      if (code === undefined) throw new Error(`the newest mail to ${email} carries no code`);
      return code;
    },
    async confirmed(request) {
      const user = await pool.signUp(request);
      const { username: Username, email } = user;
      await cognito.send(new ConfirmSignUpCommand({ ClientId: ids.clientId, Username, ConfirmationCode: pool.code(email) }));
      return user;
    },
    async status(username) {
      const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: ids.userPoolId, Username: username }));
      return user.UserStatus;
    },
  };
  return pool;
}
