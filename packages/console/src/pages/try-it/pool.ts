import { aws } from "../../api/aws.ts";
import type { SchemaAttribute } from "./attribute-fields.ts";
import type { PasswordPolicy } from "./new-password.ts";

/** An app client as far as a sign-in asks for it. */
export interface Client {
  id: string;
  name: string;
  /** As DescribeUserPoolClient has them; none means Cognito's default. */
  flows: string[];
  secret?: string;
  /** Absent: all may be written. */
  writable?: string[];
}

/** A user pool with its app clients. */
export interface Pool {
  id: string;
  name: string;
  schema: SchemaAttribute[];
  /** What users sign in with instead of a username: `email`, `phone_number`. */
  usernameAttributes: string[];
  passwordPolicy: PasswordPolicy;
  /** Only an administrator creates users. */
  byAdminOnly: boolean;
  /** By trigger, the function's ARN. */
  functions: Record<string, string>;
  clients: Client[];
}

interface DescribedPool {
  Id: string;
  Name: string;
  SchemaAttributes?: SchemaAttribute[];
  UsernameAttributes?: string[];
  Policies?: { PasswordPolicy?: PasswordPolicy };
  AdminCreateUserConfig?: { AllowAdminCreateUserOnly?: boolean };
  LambdaConfig?: Record<string, string | { LambdaArn?: string }>;
}

interface DescribedClient {
  ClientId: string;
  ClientName: string;
  ExplicitAuthFlows?: string[];
  ClientSecret?: string;
  WriteAttributes?: string[];
}

const listed = 60;

/** The pools that there are, 60 at most. @throws {ApiFailure} */
export async function listPools(): Promise<{ id: string; name: string }[]> {
  const { UserPools } = await aws<{ UserPools: { Id: string; Name: string }[] }>("cognito-idp", "ListUserPools", {
    MaxResults: listed,
  });
  return UserPools.map(({ Id: id, Name: name }) => ({ id, name }));
}

/** What a pool and its app clients allow. @throws {ApiFailure} */
export async function readPool(UserPoolId: string): Promise<Pool> {
  const [{ UserPool }, { UserPoolClients }] = await Promise.all([
    aws<{ UserPool: DescribedPool }>("cognito-idp", "DescribeUserPool", { UserPoolId }),
    aws<{ UserPoolClients: { ClientId: string }[] }>("cognito-idp", "ListUserPoolClients", { UserPoolId, MaxResults: listed }),
  ]);
  const clients = await Promise.all(
    UserPoolClients.map(async ({ ClientId }) => {
      const described = await aws<{ UserPoolClient: DescribedClient }>("cognito-idp", "DescribeUserPoolClient", {
        UserPoolId,
        ClientId,
      });
      return clientOf(described.UserPoolClient);
    }),
  );
  return {
    id: UserPool.Id,
    name: UserPool.Name,
    schema: UserPool.SchemaAttributes ?? [],
    usernameAttributes: UserPool.UsernameAttributes ?? [],
    passwordPolicy: UserPool.Policies?.PasswordPolicy ?? {},
    byAdminOnly: UserPool.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    functions: functionsOf(UserPool.LambdaConfig ?? {}),
    clients,
  };
}

function clientOf({ ClientId, ClientName, ExplicitAuthFlows = [], ClientSecret, WriteAttributes }: DescribedClient): Client {
  return {
    id: ClientId,
    name: ClientName,
    flows: ExplicitAuthFlows,
    ...(ClientSecret && { secret: ClientSecret }),
    ...(WriteAttributes && { writable: WriteAttributes }),
  };
}

function functionsOf(config: NonNullable<DescribedPool["LambdaConfig"]>): Record<string, string> {
  const named = Object.entries(config).map(([trigger, value]) => [trigger, typeof value === "string" ? value : value.LambdaArn]);
  return Object.fromEntries(
    named.filter(([trigger, arn]) => arn && trigger !== "KMSKeyID" && trigger !== "PreTokenGenerationConfig"),
  );
}
