import { Agent } from "node:http";
import {
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";

/** A pool and its app client on one target. */
export interface Pool {
  userPoolId: string;
  clientId: string;
}

/** A user-pool server in a process of its own, under its official client. */
export interface Target {
  name: string;
  url: string;
  pid: number;
  client: CognitoIdentityProviderClient;
  /** A pool without users whose PostConfirmation trigger echoes its event, unless the target has one pool of its own. */
  newPool(): Promise<Pool>;
  /** The code that was sent to this address. */
  codeOf(email: string): Promise<string>;
  stop(): Promise<unknown>;
}

/** The password of every user of the benchmarks. */
export const password = "Passw0rd!23";

let users = 0;

/** An address that no user had before. */
export function newEmail(): string {
  return `u${process.pid}-${(users++).toString(36)}@example.com`;
}

/** The official client, without retries and with connections kept open. */
export function cognitoClient(url: string): CognitoIdentityProviderClient {
  return new CognitoIdentityProviderClient({
    region: "us-east-1",
    endpoint: url,
    maxAttempts: 1,
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    requestHandler: { requestTimeout: 120_000, httpAgent: new Agent({ keepAlive: true, maxSockets: 256 }) },
  });
}

export async function createPool(client: CognitoIdentityProviderClient, triggerArn: string): Promise<Pool> {
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName: "bench",
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      LambdaConfig: { PostConfirmation: triggerArn },
    }),
  );
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId: UserPool?.Id,
      ClientName: "bench",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    }),
  );
  return { userPoolId: UserPool?.Id as string, clientId: UserPoolClient?.ClientId as string };
}

/** Signs one new user up and confirms it. @returns its address */
export async function signUpAndConfirm(target: Target, { clientId }: Pool): Promise<string> {
  const email = newEmail();
  await target.client.send(
    new SignUpCommand({
      ClientId: clientId,
      Username: email,
      Password: password,
      UserAttributes: [
        { Name: "email", Value: email },
        { Name: "name", Value: "Ada" },
      ],
    }),
  );
  const code = await target.codeOf(email);
  await target.client.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: email, ConfirmationCode: code }));
  return email;
}
