import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type LocalAws, startLocal } from "@foyer/local";

export const password = "Correct-horse-7";
export const newPassword = "Battery-staple-8";
/** Any credentials do: the local AWS checks no signature. */
export const credentials = { accessKeyId: "test", secretAccessKey: "test" };

/** A local AWS with what an administrator does for the client under test. */
export interface LocalPools {
  aws: LocalAws;
  admin: CognitoIdentityProviderClient;
  /** Creates a pool whose users sign in by e-mail address, and a public app client of it. */
  createPool(
    pool?: Partial<CreateUserPoolRequest>,
    client?: Partial<CreateUserPoolClientRequest>,
  ): Promise<{ userPoolId: string; clientId: string }>;
  setMfa(userPoolId: string, config: Omit<SetUserPoolMfaConfigRequest, "UserPoolId">): Promise<void>;
  /** Creates a group and adds a user to it. */
  addToGroup(userPoolId: string, username: string, group: string): Promise<void>;
  /** Deploys `functions/<handler>`, for example `custom-challenge.define`, and lets Cognito invoke it. @returns its ARN. */
  deploy(handler: string): Promise<string>;
  /** The code in the newest message to an address. */
  codeFor(to: string): string;
  stop(): Promise<void>;
}

export async function startPools(): Promise<LocalPools> {
  const aws = await startLocal();
  const settings = { endpoint: aws.url, region: aws.region, credentials, maxAttempts: 1 };
  const admin = new CognitoIdentityProviderClient(settings);
  const lambda = new LambdaClient(settings);
  return {
    aws,
    admin,
    async createPool(pool = {}, client = {}) {
      const byEmail = { PoolName: "main", UsernameAttributes: ["email" as const], AutoVerifiedAttributes: ["email" as const] };
      const { UserPool } = await admin.send(new CreateUserPoolCommand({ ...byEmail, ...pool }));
      const UserPoolId = UserPool?.Id as string;
      const made = await admin.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app", ...client }));
      return { userPoolId: UserPoolId, clientId: made.UserPoolClient?.ClientId as string };
    },
    async setMfa(userPoolId, config) {
      await admin.send(new SetUserPoolMfaConfigCommand({ UserPoolId: userPoolId, ...config }));
    },
    async addToGroup(userPoolId, username, group) {
      const named = { UserPoolId: userPoolId, GroupName: group };
      await admin.send(new CreateGroupCommand(named));
      await admin.send(new AdminAddUserToGroupCommand({ ...named, Username: username }));
    },
    async deploy(handler) {
      const functionName = handler.replace(".", "-");
      const codeDir = join(import.meta.dirname, "functions");
      const { functionArn } = aws.functions.deploy({ functionName, codeDir, handler });
      const permission = { StatementId: "cognito", Action: "lambda:InvokeFunction", Principal: "cognito-idp.amazonaws.com" };
      await lambda.send(new AddPermissionCommand({ FunctionName: functionName, ...permission }));
      return functionArn;
    },
    codeFor(to) {
      const code = aws.inbox.list({ to })[0]?.code;
      if (code === undefined) throw new Error(`the newest message to ${to} carries no code`);
      return code;
    },
    async stop() {
      admin.destroy();
      lambda.destroy();
      await aws.stop();
    },
  };
}

/** A code that is not the one in the newest message. */
export function wrong(code: string): string {
  return code === "000000" ? "000001" : "000000";
}

/** The claims of a token, unverified. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
}
